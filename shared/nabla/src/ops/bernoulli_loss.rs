//! How surprised a model of black and white pixels is by a picture: −ln p(t) in nats, straight from
//! logits.
//!
//! ```text
//! L = (1/N) Σ ( ln(1 + eˣ) − x·t )     = −(1/N) Σ ( t·ln σ(x) + (1 − t)·ln(1 − σ(x)) ), N examples
//! dx = (σ(x) − t) / N
//! ```
//!
//! The same terms as in `sigmoid_cross_entropy`, but an example's are added up, not averaged: only
//! so has the loss the same unit as a Kullback–Leibler divergence and may be added to it.

use super::Backward;
use super::gaussian_kl::share;
use super::mse;
use super::mse::check_target;
use crate::Tensor;
use crate::kernels::{math, rows};
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct BernoulliLoss {
    x: Id,
    target: Tensor,
}

impl<'t> Var<'t> {
    /// −ln p(target) in nats where each number is a coin with the chance σ(x) of a 1: the binary
    /// cross-entropy summed over the numbers of an example, averaged over the examples. `self` holds
    /// the logits, both are `[N, …]`; targets lie between 0 and 1.
    ///
    /// # Panics
    /// If the shapes differ, or there is no example.
    #[track_caller]
    pub fn bernoulli_loss(self, target: &Tensor) -> Var<'t> {
        let x = self.value();
        check_target("bernoulli_loss", &x, target);
        let op = BernoulliLoss {
            x: self.id,
            target: target.clone(),
        };
        self.tape.record(loss(&x, target), &[self.id], op)
    }
}

#[track_caller]
fn loss(x: &Tensor, target: &Tensor) -> Tensor {
    let share = share("bernoulli_loss", x);
    if let Some(gpu) = crate::gpu::of("bernoulli_loss", [x, target]) {
        return mse::gpu::forward(&gpu, "softplus(x) - x * t", x, target, share);
    }
    let sum = rows::sum_of(x.data(), target.data(), |x, t| math::softplus(x) - x * t);
    Tensor::scalar(sum * share)
}

impl Backward for BernoulliLoss {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let x = values.get(self.x);
        let share = share("bernoulli_loss", x);
        if let Some(gpu) = dy.gpu() {
            let inputs = [x, &self.target, &dy];
            let dx = mse::gpu::backward(gpu, "sigmoid(x) - t", inputs, share);
            return grads.add(self.x, dx);
        }
        let share = dy.item() * share;
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
    fn is_the_mean_loss_times_the_numbers_of_an_example() {
        let tape = Tape::new();
        let x = tape.constant(sample([3, 2, 5], 1));
        let target = Tensor::from_vec((0..30).map(|i| i as f32 / 29.0).collect(), [3, 2, 5]);
        let (sum, mean) = (
            x.bernoulli_loss(&target),
            x.sigmoid_cross_entropy(&target) * 10.0,
        );
        assert!((sum.item() - mean.item()).abs() < 1e-5);
    }

    #[test]
    fn sure_and_wrong_is_large_and_finite() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(vec![200.0, -200.0], [1, 2]));
        let wrong = Tensor::from_vec(vec![0.0, 1.0], [1, 2]);
        assert_eq!(x.bernoulli_loss(&wrong).item(), 400.0);
    }

    #[test]
    fn gradients() {
        let target = Tensor::from_vec(vec![0.0, 1.0, 0.3, 0.8], [2, 2]);
        assert_gradients(&[sample([2, 2], 3)], |_, v| {
            v[0].bernoulli_loss(&target) * 0.5
        });
    }

    #[test]
    #[should_panic(expected = "bernoulli_loss: predictions are [2, 3], targets [3]")]
    fn nothing_is_broadcast() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::zeros([2, 3]));
        x.bernoulli_loss(&Tensor::zeros([3]));
    }
}
