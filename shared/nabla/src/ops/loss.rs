//! Losses that compare each number with what it should be: a table, one row a loss.
//!
//! ```text
//! L = (1/m) Σᵢ term(xᵢ, tᵢ)        dxᵢ = dy · slope(xᵢ, tᵢ) / m        slope = ∂term/∂x
//! ```
//!
//! What m counts belongs to the loss: all numbers, the rows (along the last axis), or the examples (along the
//! first). Each loss is also to be had for every example by itself; the mean of those N is L.

pub(crate) mod gpu;

use super::Backward;
use super::elementwise::sign;
use crate::Tensor;
use crate::kernels::math::{self, times};
use crate::kernels::rows;
use crate::tape::{Grads, Id, Values, Var};

/// Writes the enum, its loops and the methods of `Var` from the table below. Each loss gets loops of its own,
/// so the choice is made once a tensor and not once a number.
macro_rules! losses {
    ($($(#[$doc:meta])* $name:ident, $each:ident: $Name:ident per $unit:ident,
        term |$x:ident, $t:ident| $term:expr, $term_on_card:literal,
        slope |$sx:ident, $st:ident| $slope:expr, $slope_on_card:literal;)*) => {
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum Kind {
            $($Name),*
        }

        impl Kind {
            fn per(self) -> Unit {
                match self { $(Kind::$Name => Unit::$unit),* }
            }

            /// Σ term(x, t).
            fn sum(self, x: &[f32], t: &[f32]) -> f32 {
                match self { $(Kind::$Name => rows::sum_of(x, t, |$x, $t| $term)),* }
            }

            /// dx = share · slope(x, t).
            fn slopes(self, x: &[f32], t: &[f32], share: f32, dx: &mut [f32]) {
                match self { $(Kind::$Name => rows::zip(x, t, dx, |$sx, $st| share * $slope)),* }
            }

            /// The two formulas in WGSL, where a number is `T` and `T(1.0)` a constant. The test that runs
            /// every operation on both devices keeps them and the others together.
            fn on_card(self) -> [&'static str; 2] {
                match self { $(Kind::$Name => [$term_on_card, $slope_on_card]),* }
            }
        }

        impl<'t> Var<'t> {
            $(
                $(#[$doc])*
                ///
                /// # Panics
                /// If the two shapes differ, or are empty.
                #[track_caller]
                pub fn $name(self, target: &Tensor) -> Var<'t> {
                    self.compared(stringify!($name), Kind::$Name, target, false)
                }

                #[doc = concat!("[`", stringify!($name), "`](Self::", stringify!($name), ") of each example (along the first axis), `[N]`: multiply it by a weight for each, then take the [`mean`](Self::mean).")]
                ///
                /// # Panics
                /// If the two shapes differ, or are empty, or no `[N, …]`.
                #[track_caller]
                pub fn $each(self, target: &Tensor) -> Var<'t> {
                    self.compared(stringify!($each), Kind::$Name, target, true)
                }
            )*
        }
    };
}

// ANCHOR: losses
losses! {
    // name, name for each example: kind per what is counted
    //     term from x and t, in Rust and in WGSL
    //     slope likewise

    /// The mean squared error: the mean over all numbers of the squared distance to `target` (same shape).
    mse, mse_each: Mse per Number,
        term |x, t| (x - t) * (x - t), "(x - t) * (x - t)",
        slope |x, t| 2.0 * (x - t), "2.0 * (x - t)";

    /// The mean absolute error: the mean over all numbers of the distance to `target` (same shape). At the
    /// target itself the slope is taken as 0.
    mae, mae_each: Mae per Number,
        term |x, t| (x - t).abs(), "abs(x - t)",
        slope |x, t| sign(x - t), "sign_(x - t)";

    /// The Kullback–Leibler divergence D(p‖q) in nats, Σ p·(ln p − ln q) averaged over the rows: `target` holds
    /// the probabilities p, `self` the *logarithms* of q, as [`log_softmax`](Self::log_softmax) gives them, both
    /// `[N, C]`. What has no probability costs nothing, 0·ln 0 = 0.
    kl, kl_each: Kl per Row,
        term |x, t| if t == 0.0 && !x.is_nan() { 0.0 } else { t * (t.ln() - x) },
            "select(t * (log(t) - x), select(T(0.0), x, x != x), t == T(0.0))",
        slope |_x, t| -t, "-t";

    /// The mean binary cross-entropy, −t·ln σ(x) − (1 − t)·ln(1 − σ(x)) in nats, of logits x against targets t
    /// between 0 and 1 (same shape), without overflow and exact for answers that are all but certain.
    sigmoid_cross_entropy, sigmoid_cross_entropy_each: SigmoidCrossEntropy per Number,
        term |x, t| surprise(x, t), "surprise(x, t)",
        slope |x, t| math::sigmoid(x) - t, "sigmoid(x) - t";

    /// −ln p(target) in nats where each number is a coin with the chance σ(x) of a 1: the binary
    /// cross-entropy summed over the numbers of an example, averaged over the examples. Only so has it the same
    /// unit as [`gaussian_kl`](Self::gaussian_kl) and may be added to it. `self` holds the logits, both are
    /// `[N, …]`; targets lie between 0 and 1.
    bernoulli_loss, bernoulli_loss_each: BernoulliLoss per Example,
        term |x, t| surprise(x, t), "surprise(x, t)",
        slope |x, t| math::sigmoid(x) - t, "sigmoid(x) - t";
}
// ANCHOR_END: losses

/// What a loss is divided by the number of.
#[derive(Clone, Copy)]
enum Unit {
    Number,
    Row,
    Example,
}

/// ln(1 + eˣ) − x·t as (max(x, 0) − x·t) + ln(1 + e^−|x|). The first part is x·(1 − t) above 0 and −x·t below: a
/// difference of large numbers would round a small loss away.
#[inline(always)]
fn surprise(x: f32, t: f32) -> f32 {
    let share = if x > 0.0 { 1.0 - t } else { -t };
    times(share, x) + math::log1p(math::exp(-x.abs()))
}

// ANCHOR: op
pub(crate) struct Loss {
    x: Id,
    target: Tensor,
    kind: Kind,
    /// How many numbers, rows or examples share one result.
    count: usize,
}
// ANCHOR_END: op

impl Loss {
    pub fn name(&self) -> String {
        format!("{:?}", self.kind)
    }
}

impl<'t> Var<'t> {
    #[track_caller]
    fn compared(self, name: &str, kind: Kind, target: &Tensor, each: bool) -> Var<'t> {
        let x = self.value();
        let op = Loss {
            x: self.id,
            target: target.clone(),
            kind,
            count: check(name, &x, target, kind, each),
        };
        let gpu = crate::gpu::of(name, [&x, target]);
        let y = match (gpu, each) {
            (Some(gpu), false) => gpu::total(&gpu, &op, &x),
            (Some(gpu), true) => gpu::of_each(&gpu, &op, &x),
            (None, false) => op.forward(&x, Tensor::scratch([])),
            (None, true) => op.forward(&x, Tensor::scratch([x.dims()[0]])),
        };
        self.tape.record(y, &[self.id], op)
    }
}

/// How many numbers, rows or examples share one result. Nothing is broadcast: predictions `[N, 1]` against
/// targets `[N]` would silently become `[N, N]`, a classic mistake.
#[track_caller]
fn check(name: &str, x: &Tensor, target: &Tensor, kind: Kind, each: bool) -> usize {
    assert!(
        x.shape() == target.shape() && !x.is_empty(),
        "{name}: predictions are {}, targets {}; a loss wants two equal shapes that are not empty; reshape one",
        x.shape(),
        target.shape()
    );
    let examples = x.dims().first().copied();
    let count = match kind.per() {
        Unit::Number => Some(x.len()),
        Unit::Row => Some(x.shape().as_rows().0),
        Unit::Example => examples,
    };
    let results = if each { examples } else { Some(1) };
    match (count, results) {
        (Some(count), Some(results)) if count.is_multiple_of(results) => count / results,
        _ => panic!(
            "{name}: takes examples, [N, …]{}, this is {}",
            match kind.per() {
                Unit::Row => " with a row of probabilities or more in each, [N, C]",
                _ => "",
            },
            x.shape()
        ),
    }
}

impl Loss {
    /// Fills y: with the mean of all numbers, or each example's.
    fn forward(&self, x: &Tensor, mut y: Tensor) -> Tensor {
        let size = x.len() / y.len();
        let examples = x.data().chunks_exact(size);
        let examples = examples.zip(self.target.data().chunks_exact(size));
        for (y, (x, t)) in y.data_mut().iter_mut().zip(examples) {
            *y = self.kind.sum(x, t) / self.count as f32;
        }
        y
    }
}

impl Backward for Loss {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let x = values.get(self.x);
        if let Some(gpu) = dy.gpu() {
            return grads.add(self.x, gpu::backward(gpu, self, [x, &dy]));
        }
        let size = x.len() / dy.len();
        let mut dx = Tensor::scratch(x.shape());
        let examples = x.data().chunks_exact(size);
        let examples = examples.zip(self.target.data().chunks_exact(size));
        let gradients = dx.data_mut().chunks_exact_mut(size).zip(dy.data());
        for ((dx, dy), (x, t)) in gradients.zip(examples) {
            self.kind.slopes(x, t, dy / self.count as f32, dx);
        }
        grads.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests;
