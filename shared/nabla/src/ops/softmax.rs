//! Softmax and its logarithm, along the last axis.
//!
//! ```text
//! p_j = e^(x_j) / Σ e^(x_k)
//!   dx_j = p_j·(dp_j − Σ_k dp_k·p_k)        from ∂p_k/∂x_j = p_k(δ_jk − p_j)
//!
//! l_j = x_j − ln Σ e^(x_k) = (x_j − m) − ln Σ e^(x_k − m)      m the largest
//!   dx_j = dl_j − p_j·Σ_k dl_k
//! ```
//!
//! With a mask it is x + mask that stands for x, and both get the same gradient, the mask's added up over
//! the axes along which it was repeated.

pub(crate) mod gpu;

use super::Backward;
use super::broadcast::sum_to;
use crate::Tensor;
use crate::kernels::{math, rows, softmax as kernel};
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct Softmax {
    x: Id,
    mask: Option<Id>,
}

pub(crate) struct LogSoftmax {
    x: Id,
}

impl<'t> Var<'t> {
    /// Turns each row of logits (the last axis) into probabilities. The row's largest logit is
    /// subtracted first: the result is the same, and no exponential can overflow.
    pub fn softmax(self) -> Var<'t> {
        let x = self.value();
        let p = match x.gpu() {
            Some(gpu) => gpu::softmax(gpu, &x),
            None => softmax(&x, None).0,
        };
        let op = Softmax {
            x: self.id,
            mask: None,
        };
        self.tape.record(p, &[self.id], op)
    }

    /// The softmax of these logits plus a mask, which broadcasts to them: −∞ where something must not be
    /// looked at ([`Tensor::causal_mask`], [`Tensor::padding_mask`]), 0 elsewhere; or any numbers, such as a learned
    /// bias for each distance.
    ///
    /// A row that is masked everywhere gives zeros, not NaN, and hands back a gradient of 0: it is the sum over
    /// nothing, as PyTorch's `scaled_dot_product_attention` has it. (Of the logarithm there is no such version:
    /// `(logits + mask).log_softmax()` is −∞ where masked.)
    ///
    /// # Panics
    /// If the mask cannot be repeated to fill the logits.
    #[track_caller]
    pub fn softmax_masked(self, mask: Var<'t>) -> Var<'t> {
        self.check_same_tape(mask);
        let (x, of_mask) = (self.value(), mask.value());
        assert!(
            of_mask.shape().broadcast(&x.shape()) == Some(x.shape()),
            "softmax_masked: a mask {} cannot be repeated to fill logits {}; aligned at the last axis, sizes must be equal or 1",
            of_mask.shape(),
            x.shape()
        );
        let p = match crate::gpu::of("softmax_masked", [&x, &of_mask]) {
            Some(gpu) => gpu::softmax_masked(&gpu, &x, &of_mask),
            None => softmax(&x, Some(&of_mask)).0,
        };
        let op = Softmax {
            x: self.id,
            mask: Some(mask.id),
        };
        self.tape.record(p, &[self.id, mask.id], op)
    }

    /// The logarithm of [`softmax`](Self::softmax), without ever forming a probability that could
    /// round to 0.
    pub fn log_softmax(self) -> Var<'t> {
        let x = self.value();
        if let Some(gpu) = x.gpu() {
            let y = gpu::log_softmax(gpu, &x);
            return self.tape.record(y, &[self.id], LogSoftmax { x: self.id });
        }
        let (mut y, [maxima, logs]) = softmax(&x, None);
        let columns = x.shape().last().max(1);
        let rows = y
            .data_mut()
            .chunks_exact_mut(columns)
            .zip(x.data().chunks_exact(columns));
        for (((y, x), max), log) in rows.zip(maxima.data()).zip(logs.data()) {
            for (y, x) in y.iter_mut().zip(x) {
                *y = (x - max) - log;
            }
        }
        self.tape.record(y, &[self.id], LogSoftmax { x: self.id })
    }
}

/// Probabilities, and of each row the largest logit m and ln Σ e^(x − m).
pub(crate) fn softmax(x: &Tensor, mask: Option<&Tensor>) -> (Tensor, [Tensor; 2]) {
    let (rows, _) = x.shape().as_rows();
    let mut p = Tensor::scratch(x.shape());
    let mut of_rows = [0, 1].map(|_| Tensor::scratch([rows]));
    let [maxima, logs] = of_rows.each_mut().map(Tensor::data_mut);
    let mask = mask.map(|mask| kernel::Mask::new(mask.data(), mask.shape(), x.shape()));
    kernel::softmax(x.data(), mask.as_ref(), p.data_mut(), maxima, logs);
    (p, of_rows)
}

impl Backward for Softmax {
    fn backward(&self, p: &Tensor, mut dp: Tensor, values: Values, grads: &mut Grads) {
        if let Some(gpu) = p.gpu() {
            dp = gpu::softmax_backward(gpu, p, &dp);
        } else {
            kernel::softmax_backward(p.data(), dp.data_mut(), p.shape().last());
        }
        if let Some(mask) = self.mask
            && grads.wants(mask)
        {
            grads.add(mask, sum_to(dp.clone(), values.get(mask).shape()));
        }
        grads.add(self.x, dp);
    }
}

impl Backward for LogSoftmax {
    fn backward(&self, y: &Tensor, mut dy: Tensor, _values: Values, grads: &mut Grads) {
        if let Some(gpu) = y.gpu() {
            return grads.add(self.x, gpu::log_softmax_backward(gpu, y, &dy));
        }
        let columns = y.shape().last().max(1);
        let rows = dy
            .data_mut()
            .chunks_exact_mut(columns)
            .zip(y.data().chunks_exact(columns));
        for (dy, y) in rows {
            let total = rows::total(dy);
            for (dy, y) in dy.iter_mut().zip(y) {
                *dy -= math::exp(*y) * total;
            }
        }
        grads.add(self.x, dy);
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    #[test]
    fn gradients() {
        let inputs = [sample([3, 4], 1), sample([3, 4], 2)];
        assert_gradients(&inputs, |_, v| (v[0].softmax() * v[1]).sum());
        assert_gradients(&inputs, |_, v| (v[0].log_softmax() * v[1]).sum());
    }

    #[test]
    fn gradients_with_a_mask() {
        for mask in [&[3, 4][..], &[4], &[3, 1], &[], &[2, 1, 4], &[2, 1, 1]] {
            let inputs = [sample([2, 3, 4], 1), sample([2, 3, 4], 2), sample(mask, 3)];
            assert_gradients(&inputs, |_, v| (v[0].softmax_masked(v[2]) * v[1]).sum());
        }
    }

    /// The same bits as those of a sum and a softmax, of enough rows for several chunks.
    #[test]
    fn a_mask_is_added() {
        let tape = Tape::new();
        let x = tape.constant(sample([3, 41, 7, 37], 1));
        for shape in [
            &[37][..],
            &[7, 37],
            &[3, 1, 1, 37],
            &[41, 1, 1],
            &[41, 7, 1],
            &[3, 41, 7, 37],
        ] {
            let mask = tape.constant(sample(shape, 2));
            assert_eq!(
                x.softmax_masked(mask).value(),
                (x + mask).softmax().value(),
                "{shape:?}"
            );
        }
    }

    #[test]
    fn what_is_masked_is_not_looked_at() {
        const NO: f32 = f32::NEG_INFINITY;
        let tape = Tape::new();
        let x = tape.variable(Tensor::from_vec(vec![9.0, 1.0, 1.0, 5.0, 6.0, 7.0], [2, 3]));
        let mask = Tensor::from_vec(vec![NO, 0.0, 0.0, NO, NO, NO], [2, 3]);
        let p = x.softmax_masked(tape.constant(mask));
        assert_eq!(p.value().data(), [0.0, 0.5, 0.5, 0.0, 0.0, 0.0]);
        let weights = tape.constant(sample([2, 3], 1));
        let dx = (p * weights).sum().backward().of(x).clone();
        assert!(dx.at(&[0, 0]) == 0.0 && dx.at(&[0, 1]) != 0.0);
        assert_eq!(dx.rows(1..2).data(), [0.0; 3]);
    }

    #[test]
    fn a_mask_does_not_hide_nan() {
        const NO: f32 = f32::NEG_INFINITY;
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(vec![f32::NAN, 1.0, NO, NO], [2, 2]));
        let mask = tape.constant(Tensor::from_vec(vec![NO, 0.0], [2]));
        let p = x.softmax_masked(mask).value();
        assert!(p.data()[..2].iter().all(|p| p.is_nan()));
        assert_eq!(p.data()[2..], [0.0; 2]);
        // Without a mask there is nothing that was left out on purpose.
        assert!(x.softmax().value().data().iter().all(|p| p.is_nan()));
    }

    #[test]
    #[should_panic(expected = "a mask [3, 1] cannot be repeated to fill logits [2, 3]")]
    fn a_mask_that_does_not_fit_is_explained() {
        let tape = Tape::new();
        let [x, mask] = [[2, 3], [3, 1]].map(|shape| tape.constant(Tensor::zeros(shape)));
        x.softmax_masked(mask);
    }

    #[test]
    fn log_softmax_survives_huge_logits() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(vec![1000.0, 0.0, -1000.0], [1, 3]));
        assert_eq!(x.log_softmax().value().data(), [0.0, -1000.0, -2000.0]);
    }
}
