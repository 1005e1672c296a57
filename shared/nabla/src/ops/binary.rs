//! Two tensors, number by number, with NumPy's broadcasting: the four operations, the larger and the smaller.
//!
//! One rule a line, in Rust and in WGSL. A number that was repeated gets the sum of the gradients.

pub(crate) mod gpu;
mod operators;

use super::Backward;
use super::broadcast::sum_to;
use crate::kernels::lines::{Lines, update};
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor};

/// Writes the enum and its loops from the table below. Each arm gets a loop of its own, so the choice is made
/// once a tensor and not once a number.
macro_rules! binary {
    ($($(#[$doc:meta])* $Name:ident:
        |$a:ident, $b:ident| $y:expr, |$dy_a:ident, $a_a:ident, $b_a:ident| $da:expr, |$dy_b:ident, $a_b:ident, $b_b:ident| $db:expr;
        $wgsl_y:literal, $wgsl_da:literal, $wgsl_db:literal;)*) => {
        #[derive(Clone, Copy, Debug)]
        enum Kind {
            $($(#[$doc])* $Name,)*
        }

        impl Kind {
            /// y from a and b.
            fn forward(self, a: &Tensor, b: &Tensor, y: &mut Tensor) {
                match self {
                    $(Kind::$Name => combine(y, a, b, |_, $a, $b| $y),)*
                }
            }

            /// Turns `dy` into da, or into db.
            fn backward(self, of: Operand, a: &Tensor, b: &Tensor, dy: &mut Tensor) {
                match (self, of) {
                    $((Kind::$Name, Operand::A) => combine(dy, a, b, |$dy_a, $a_a, $b_a| $da),
                    (Kind::$Name, Operand::B) => combine(dy, a, b, |$dy_b, $a_b, $b_b| $db),)*
                }
            }

            /// y, da and db in WGSL.
            fn formulas(self) -> [&'static str; 3] {
                match self {
                    $(Kind::$Name => [$wgsl_y, $wgsl_da, $wgsl_db],)*
                }
            }
        }
    };
}

// ANCHOR: binary
binary! {
    // y                            da                                  db                      (first in Rust, then in WGSL)
    Add: |a, b| a + b,              |dy, _a, _b| dy,                    |dy, _a, _b| dy;
         "a + b",                   "dy",                               "dy";
    Sub: |a, b| a - b,              |dy, _a, _b| dy,                    |dy, _a, _b| -dy;
         "a - b",                   "dy",                               "-dy";
    Mul: |a, b| a * b,              |dy, _a, b| dy * b,                 |dy, a, _b| dy * a;
         "a * b",                   "dy * b",                           "dy * a";
    Div: |a, b| a / b,              |dy, _a, b| dy / b,                 |dy, a, b| -dy * (a / b) / b;
         "a / b",                   "dy / b",                           "-dy * (a / b) / b";
    /// Of equals each gets half of the gradient.
    Maximum:
         |a, b| larger(a, b),       |dy, a, b| dy * share(b, a),        |dy, a, b| dy * share(a, b);
         "larger(a, b)",            "dy * share(b, a)",                 "dy * share(a, b)";
    Minimum:
         |a, b| -larger(-a, -b),    |dy, a, b| dy * share(a, b),        |dy, a, b| dy * share(b, a);
         "-larger(-a, -b)",         "dy * share(a, b)",                 "dy * share(b, a)";
}
// ANCHOR_END: binary

/// The larger of the two; NaN if one of them is.
fn larger(a: f32, b: f32) -> f32 {
    if a > b || a.is_nan() { a } else { b }
}

/// What the larger one, b, gets of the gradient; all of it if either is NaN.
fn share(a: f32, b: f32) -> f32 {
    if a > b {
        0.0
    } else if a == b {
        0.5
    } else {
        1.0
    }
}

#[derive(Clone, Copy)]
enum Operand {
    A,
    B,
}

pub(crate) struct Binary {
    kind: Kind,
    a: Id,
    b: Id,
}

impl Binary {
    pub fn name(&self) -> String {
        format!("{:?}", self.kind)
    }
}

impl<'t> Var<'t> {
    /// The larger of each two numbers; NaN if either is. Of equals each gets half of the gradient, as in PyTorch.
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn maximum(self, other: Var<'t>) -> Var<'t> {
        self.binary(other, Kind::Maximum)
    }

    /// The smaller of each two numbers; NaN if either is. Of equals each gets half of the gradient, as in PyTorch.
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn minimum(self, other: Var<'t>) -> Var<'t> {
        self.binary(other, Kind::Minimum)
    }

    #[track_caller]
    fn binary(self, other: Var<'t>, kind: Kind) -> Var<'t> {
        self.check_same_tape(other);
        let (a, b) = (self.value(), other.value());
        let Some(shape) = a.shape().broadcast(&b.shape()) else {
            panic!(
                "{kind:?}: {} and {} do not fit; aligned at the last axis, sizes must be equal or 1",
                a.shape(),
                b.shape()
            );
        };
        let y = forward(kind, &a, &b, shape);
        let op = Binary {
            kind,
            a: self.id,
            b: other.id,
        };
        self.tape.record(y, &[self.id, other.id], op)
    }
}

#[track_caller]
fn forward(kind: Kind, a: &Tensor, b: &Tensor, shape: Shape) -> Tensor {
    if let Some(gpu) = crate::gpu::of(format_args!("{kind:?}"), [a, b]) {
        let [f, ..] = kind.formulas();
        return gpu::combine(&gpu, f, a, b, shape);
    }
    let mut y = Tensor::scratch(shape);
    kind.forward(a, b, &mut y);
    y
}

/// out = f(out, a, b) at each place of `out`, to which a and b broadcast.
pub(crate) fn combine(
    out: &mut Tensor,
    a: &Tensor,
    b: &Tensor,
    f: impl Fn(f32, f32, f32) -> f32 + Copy + Sync,
) {
    let lines = Lines::new([a.shape(), b.shape()], out.shape());
    update(out.data_mut(), (a.data(), b.data()), &lines, f);
}

impl Backward for Binary {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let (a, b) = (values.get(self.a), values.get(self.b));
        let [_, da, db] = self.kind.formulas();
        let hand_on = |id, of, formula, mut dy: Tensor, grads: &mut Grads| {
            match dy.gpu().cloned() {
                _ if formula == "dy" => {}
                Some(gpu) => gpu::update(&gpu, formula, &mut dy, a, b),
                None => self.kind.backward(of, a, b, &mut dy),
            }
            grads.add(id, sum_to(dy, values.get(id).shape()));
        };
        if !grads.wants(self.b) {
            return hand_on(self.a, Operand::A, da, dy, grads);
        }
        if grads.wants(self.a) {
            hand_on(self.a, Operand::A, da, dy.clone(), grads);
        }
        hand_on(self.b, Operand::B, db, dy, grads);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tape;
    use crate::gradcheck::{assert_gradients, sample};

    #[test]
    fn gradients_with_every_kind_of_broadcasting() {
        for (a, b) in [
            (&[3, 2][..], &[3, 2][..]),
            (&[3, 2], &[2]),
            (&[2], &[3, 2]),
            (&[3, 1], &[1, 2]),
            (&[], &[3, 2]),
            (&[2, 1, 3], &[4, 1]),
        ] {
            let inputs = [sample(a, 1), sample(b, 2)];
            assert_gradients(&inputs, |_, v| (v[0] + v[1]).square().sum());
            assert_gradients(&inputs, |_, v| (v[0] - v[1]).square().sum());
            assert_gradients(&inputs, |_, v| (v[0] * v[1]).square().sum());
            assert_gradients(&inputs, |_, v| {
                (v[0] / (v[1].square() + 1.0)).square().sum()
            });
        }
    }

    #[test]
    fn the_larger_and_the_smaller() {
        for (a, b) in [(&[3, 2][..], &[3, 2][..]), (&[2], &[3, 1]), (&[], &[3, 2])] {
            let inputs = [sample(a, 1), sample(b, 2)];
            assert_gradients(&inputs, |_, v| v[0].maximum(v[1]).square().sum());
            assert_gradients(&inputs, |_, v| v[0].minimum(v[1]).powi(3).sum());
        }
        let tape = Tape::new();
        let numbers = |x: [f32; 4]| tape.variable(Tensor::from_slice(&x, [4]));
        let (a, b) = (
            numbers([1.0, f32::NAN, 2.0, 5.0]),
            numbers([3.0, 0.0, 2.0, f32::NAN]),
        );
        for (y, da, db) in [
            (a.maximum(b), [0.0, 1.0, 0.5, 1.0], [1.0, 1.0, 0.5, 1.0]),
            (a.minimum(b), [1.0, 1.0, 0.5, 1.0], [0.0, 1.0, 0.5, 1.0]),
        ] {
            let y_at = |i| y.value().at(&[i]);
            assert!(y_at(1).is_nan() && y_at(3).is_nan() && y_at(2) == 2.0);
            let grads = y.sum().backward();
            assert_eq!((grads.of(a).data(), grads.of(b).data()), (&da[..], &db[..]));
        }
    }

    #[test]
    fn a_value_used_twice_gets_both_gradients() {
        let tape = Tape::new();
        let x = tape.variable(Tensor::scalar(3.0));
        assert_eq!((x + x).backward().of(x).item(), 2.0);
        assert_eq!((x * x * x).backward().of(x).item(), 27.0);
    }

    #[test]
    fn numbers_on_either_side() {
        let tape = Tape::new();
        let x = tape.variable(Tensor::scalar(4.0));
        let y = (2.0 - x) * 3.0 + 8.0 / x + (1.0 + x) / 2.0 - 5.0;
        assert_eq!(y.item(), -6.0 + 2.0 + 2.5 - 5.0);
        assert_eq!(y.backward().of(x).item(), -3.0 - 0.5 + 0.5);
    }

    #[test]
    #[should_panic(expected = "Add: [5, 3] and [5] do not fit")]
    fn a_shape_mistake_is_explained() {
        let tape = Tape::new();
        let _ = tape.constant(Tensor::zeros([5, 3])) + tape.constant(Tensor::zeros([5]));
    }

    #[test]
    fn a_value_of_another_tape_has_no_gradient_here() {
        let (one, two) = (Tape::new(), Tape::new());
        let [x, y] = [&one, &two].map(|tape| tape.variable(Tensor::scalar(2.0)));
        let grads = (x * x).backward();
        assert!(grads.get(x).is_some() && grads.get(y).is_none());
    }

    #[test]
    #[should_panic(expected = "different tapes")]
    fn two_tapes_do_not_mix() {
        let (one, two) = (Tape::new(), Tape::new());
        let _ = one.constant(Tensor::scalar(1.0)) + two.constant(Tensor::scalar(1.0));
    }
}
