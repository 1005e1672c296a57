//! Softmax and its logarithm, along the last axis.
//!
//! ```text
//! p_j = e^(x_j) / Σ e^(x_k)
//!   dx_j = p_j·(dp_j − Σ_k dp_k·p_k)        from ∂p_k/∂x_j = p_k(δ_jk − p_j)
//!
//! l_j = x_j − ln Σ e^(x_k) = (x_j − m) − ln Σ e^(x_k − m)      m the largest
//!   dx_j = dl_j − p_j·Σ_k dl_k
//! ```

pub(crate) mod gpu;

use super::Backward;
use crate::Tensor;
use crate::kernels::{math, rows};
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct Softmax {
    x: Id,
}

pub(crate) struct LogSoftmax {
    x: Id,
}

impl<'t> Var<'t> {
    /// Turns each row of logits (the last axis) into probabilities. The row's largest logit is
    /// subtracted first: the result is the same, and no exponential can overflow.
    pub fn softmax(self) -> Var<'t> {
        let x = self.value();
        if let Some(gpu) = x.gpu() {
            let p = gpu::softmax(gpu, &x);
            return self.tape.record(p, &[self.id], Softmax { x: self.id });
        }
        let (p, _) = softmax(&x);
        self.tape.record(p, &[self.id], Softmax { x: self.id })
    }

    /// The logarithm of [`softmax`](Self::softmax), without ever forming a probability that could
    /// round to 0.
    pub fn log_softmax(self) -> Var<'t> {
        let x = self.value();
        if let Some(gpu) = x.gpu() {
            let y = gpu::log_softmax(gpu, &x);
            return self.tape.record(y, &[self.id], LogSoftmax { x: self.id });
        }
        let (mut y, [maxima, logs]) = softmax(&x);
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
pub(crate) fn softmax(x: &Tensor) -> (Tensor, [Tensor; 2]) {
    let (rows, _) = x.shape().as_rows();
    let mut p = Tensor::scratch(x.shape());
    let mut of_rows = [0, 1].map(|_| Tensor::scratch([rows]));
    let [maxima, logs] = of_rows.each_mut().map(Tensor::data_mut);
    rows::softmax(x.data(), p.data_mut(), maxima, logs);
    (p, of_rows)
}

impl Backward for Softmax {
    fn backward(&self, p: &Tensor, mut dp: Tensor, _values: Values, grads: &mut Grads) {
        if let Some(gpu) = p.gpu() {
            return grads.add(self.x, gpu::softmax_backward(gpu, p, &dp));
        }
        let columns = p.shape().last().max(1);
        let rows = dp
            .data_mut()
            .chunks_exact_mut(columns)
            .zip(p.data().chunks_exact(columns));
        for (dp, p) in rows {
            let shared = rows::dot(dp, p);
            for (dp, p) in dp.iter_mut().zip(p) {
                *dp = p * (*dp - shared);
            }
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
            let mut total = [0.0];
            rows::sum_few_rows(dy, &mut total);
            for (dy, y) in dy.iter_mut().zip(y) {
                *dy -= math::exp(*y) * total[0];
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
    fn log_softmax_survives_huge_logits() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(vec![1000.0, 0.0, -1000.0], [1, 3]));
        assert_eq!(x.log_softmax().value().data(), [0.0, -1000.0, -2000.0]);
    }
}
