//! Kullback–Leibler divergence of a model's distribution from the true one.
//!
//! ```text
//! rows of p: the truth; rows of x: ln q, as log_softmax gives them
//! L = (1/N) Σ_rows Σ_k p_k (ln p_k − x_k),   0·ln 0 = 0
//! dx_k = −p_k / N
//! ```

use super::Backward;
use super::mse;
use super::mse::check_target;
use crate::Tensor;
use crate::kernels::rows;
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct Kl {
    x: Id,
    target: Tensor,
}

impl<'t> Var<'t> {
    /// D(p‖q) in nats, averaged over the rows: `target` holds the probabilities p, `self` the
    /// *logarithms* of q, both `[N, C]`.
    ///
    /// # Panics
    /// If the shapes differ.
    #[track_caller]
    pub fn kl(self, target: &Tensor) -> Var<'t> {
        let x = self.value();
        check_target("kl", &x, target);
        let op = Kl {
            x: self.id,
            target: target.clone(),
        };
        self.tape.record(kl(&x, target), &[self.id], op)
    }
}

#[track_caller]
fn kl(x: &Tensor, target: &Tensor) -> Tensor {
    let (n, _) = x.shape().as_rows();
    if let Some(gpu) = crate::gpu::of("kl", [x, target]) {
        let term = "select(t * (log(t) - x), select(0.0, x, x != x), t == 0.0)";
        return mse::gpu::forward(&gpu, term, x, target, 1.0 / n as f32);
    }
    let mut terms = Tensor::scratch(x.shape());
    rows::zip(x.data(), target.data(), terms.data_mut(), |log_q, p| {
        if p == 0.0 && !log_q.is_nan() {
            0.0
        } else {
            p * (p.ln() - log_q)
        }
    });
    Tensor::scalar(rows::sum(terms.data()) / n as f32)
}

impl Backward for Kl {
    fn backward(&self, _y: &Tensor, dy: Tensor, _values: Values, grads: &mut Grads) {
        let (n, _) = self.target.shape().as_rows();
        if let Some(gpu) = dy.gpu() {
            let inputs = [&self.target, &self.target, &dy];
            return grads.add(
                self.x,
                mse::gpu::backward(gpu, "-t", inputs, 1.0 / n as f32),
            );
        }
        let share = -dy.item() / n as f32;
        let mut dx = Tensor::scratch(self.target.shape());
        rows::map(self.target.data(), dx.data_mut(), |p| share * p);
        grads.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    #[test]
    fn value_by_hand() {
        let tape = Tape::new();
        let q = tape.constant(Tensor::from_vec(vec![0.5, 0.25, 0.25], [1, 3]));
        let p = Tensor::from_vec(vec![0.25, 0.75, 0.0], [1, 3]);
        // 0.25·ln(1/2) + 0.75·ln 3
        assert!((q.ln().kl(&p).item() - 0.650_672_4).abs() < 1e-6);
    }

    #[test]
    fn impossible_is_free_but_nan_is_seen() {
        let tape = Tape::new();
        let p = Tensor::from_vec(vec![1.0, 0.0], [1, 2]);
        let loss = |log_q| {
            let x = tape.constant(Tensor::from_vec(vec![0.0, log_q], [1, 2]));
            x.kl(&p).item()
        };
        assert_eq!(loss(f32::NEG_INFINITY), 0.0);
        assert!(loss(f32::NAN).is_nan());
    }

    #[test]
    fn gradients() {
        let p = Tensor::from_vec(vec![0.25, 0.75, 0.0, 0.1, 0.2, 0.7], [2, 3]);
        assert_gradients(&[sample([2, 3], 1)], |_, v| v[0].log_softmax().kl(&p) * 2.0);
    }
}
