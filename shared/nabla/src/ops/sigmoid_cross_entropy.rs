//! Sigmoid and binary cross-entropy in one, straight from logits.
//!
//! ```text
//! L = (1/n) Σ ( max(x, 0) − x·t + ln(1 + e^−|x|) )     = −t·ln σ(x) − (1 − t)·ln(1 − σ(x)), without overflow
//! dx = (σ(x) − t) / n
//! ```

use super::Backward;
use super::mse;
use super::mse::check_target;
use crate::Tensor;
use crate::kernels::{math, rows};
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct SigmoidCrossEntropy {
    x: Id,
    target: Tensor,
}

impl<'t> Var<'t> {
    /// The mean binary cross-entropy, in nats, of logits against targets between 0 and 1 (same
    /// shape).
    ///
    /// # Panics
    /// If the shapes differ.
    #[track_caller]
    pub fn sigmoid_cross_entropy(self, target: &Tensor) -> Var<'t> {
        let x = self.value();
        check_target("sigmoid_cross_entropy", &x, target);
        let op = SigmoidCrossEntropy {
            x: self.id,
            target: target.clone(),
        };
        self.tape.record(forward(&x, target), &[self.id], op)
    }
}

#[track_caller]
fn forward(x: &Tensor, target: &Tensor) -> Tensor {
    if let Some(gpu) = crate::gpu::of("sigmoid_cross_entropy", [x, target]) {
        return mse::gpu::forward(&gpu, "softplus(x) - x * t", x, target, 1.0 / x.len() as f32);
    }
    let mut terms = Tensor::scratch(x.shape());
    rows::zip(x.data(), target.data(), terms.data_mut(), |x, t| {
        math::softplus(x) - x * t
    });
    Tensor::scalar(rows::sum(terms.data()) / x.len() as f32)
}

impl Backward for SigmoidCrossEntropy {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let x = values.get(self.x);
        if let Some(gpu) = dy.gpu() {
            let (inputs, share) = ([x, &self.target, &dy], 1.0 / x.len() as f32);
            return grads.add(
                self.x,
                mse::gpu::backward(gpu, "sigmoid(x) - t", inputs, share),
            );
        }
        let share = dy.item() / x.len() as f32;
        let mut dx = Tensor::scratch(x.shape());
        rows::zip(x.data(), self.target.data(), dx.data_mut(), |x, t| {
            share * (math::sigmoid(x) - t)
        });
        grads.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    #[test]
    fn equals_its_composition_and_survives_where_that_does_not() {
        let target = Tensor::from_vec(vec![0.0, 1.0, 0.3, 0.8], [2, 2]);
        let tape = Tape::new();
        let x = tape.constant(sample([2, 2], 3));
        let (q, t) = (x.sigmoid(), tape.constant(target.clone()));
        let plain = -(t * q.ln() + (1.0 - t) * (1.0 - q).ln()).mean();
        assert!((x.sigmoid_cross_entropy(&target).item() - plain.item()).abs() < 1e-6);
        let sure = tape.constant(Tensor::from_vec(vec![200.0, -200.0], [2]));
        let wrong = Tensor::from_vec(vec![0.0, 1.0], [2]);
        assert_eq!(sure.sigmoid_cross_entropy(&wrong).item(), 200.0);
    }

    #[test]
    fn gradients() {
        let target = Tensor::from_vec(vec![0.0, 1.0, 0.3, 0.8], [2, 2]);
        assert_gradients(&[sample([2, 2], 3)], |_, v| {
            v[0].sigmoid_cross_entropy(&target) * 2.0
        });
    }
}
