//! Kullback–Leibler divergence of independent normal distributions from the standard normal one, in
//! closed form (Kingma and Welling, 2013, appendix B).
//!
//! ```text
//! L = (1/N) Σ ½(σ² + μ² − 1 − ln σ²)        N examples
//! dμ = μ/N        d(ln σ²) = ½(σ² − 1)/N
//! ```

use super::Backward;
use super::loss::gpu;
use super::reduce::gpu::total;
use super::reparameterize::check_shapes;
use crate::Tensor;
use crate::kernels::math::exp;
use crate::kernels::rows;
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct GaussianKl {
    mean: Id,
    log_variance: Id,
}

impl<'t> Var<'t> {
    /// D(N(μ, σ²)‖N(0, 1)) in nats, summed over the numbers of an example and averaged over the
    /// examples: `self` holds the means, `log_variance` the logarithms of the variances σ², both
    /// `[N, …]`.
    ///
    /// # Panics
    /// If the shapes differ, there is no example, or the two are on different tapes.
    #[track_caller]
    pub fn gaussian_kl(self, log_variance: Var<'t>) -> Var<'t> {
        self.check_same_tape(log_variance);
        check_shapes("gaussian_kl", self.shape(), log_variance.shape());
        let (mean, log_variances) = (self.value(), log_variance.value());
        let y = divergence(&mean, &log_variances);
        let op = GaussianKl {
            mean: self.id,
            log_variance: log_variance.id,
        };
        self.tape.record(y, &[self.id, log_variance.id], op)
    }
}

/// 1/N
#[track_caller]
fn share(op: &str, x: &Tensor) -> f32 {
    match x.dims().first() {
        Some(&examples) if examples > 0 => 1.0 / examples as f32,
        _ => panic!(
            "{op}: takes [N, …] with at least one example, this is {}",
            x.shape()
        ),
    }
}

#[track_caller]
fn divergence(mean: &Tensor, log_variance: &Tensor) -> Tensor {
    let share = share("gaussian_kl", mean);
    if let Some(gpu) = crate::gpu::of("gaussian_kl", [mean, log_variance]) {
        let term = "0.5 * (exp(t) + x * x - 1.0 - t)";
        return total(&gpu, term, mean, log_variance, share);
    }
    let sum = rows::sum_of(mean.data(), log_variance.data(), |mean, log_variance| {
        0.5 * (exp(log_variance) + mean * mean - 1.0 - log_variance)
    });
    Tensor::scalar(sum * share)
}

impl Backward for GaussianKl {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let (mean, log_variance) = (values.get(self.mean), values.get(self.log_variance));
        let share = share("gaussian_kl", mean);
        if let Some(gpu) = dy.gpu() {
            if grads.wants(self.mean) {
                grads.add(self.mean, gpu::slopes(gpu, "x", [mean, mean, &dy], share));
            }
            if grads.wants(self.log_variance) {
                let (slope, inputs) = ("0.5 * (exp(x) - 1.0)", [log_variance, log_variance, &dy]);
                grads.add(self.log_variance, gpu::slopes(gpu, slope, inputs, share));
            }
            return;
        }
        let share = share * dy.item();
        if grads.wants(self.mean) {
            let mut dx = Tensor::scratch(mean.shape());
            rows::map(mean.data(), dx.data_mut(), |mean| share * mean);
            grads.add(self.mean, dx);
        }
        if grads.wants(self.log_variance) {
            let mut dx = Tensor::scratch(mean.shape());
            rows::map(log_variance.data(), dx.data_mut(), |log_variance| {
                share * 0.5 * (exp(log_variance) - 1.0)
            });
            grads.add(self.log_variance, dx);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor, rng};

    #[test]
    fn of_the_standard_normal_it_is_zero() {
        let tape = Tape::new();
        let zero = tape.constant(Tensor::zeros([3, 4]));
        assert_eq!(zero.gaussian_kl(zero).item(), 0.0);
    }

    /// The definition: the mean of ln q(z) − ln p(z) over draws z from q.
    #[test]
    fn a_sampled_estimate_agrees() {
        const DRAWS: usize = 200_000;
        let tape = Tape::training(&mut rng(1));
        let one = |x: f32| tape.constant(Tensor::full([DRAWS, 1], x));
        let (mean, log_variance) = (one(0.8), one(-1.2));
        let z = mean.reparameterize(log_variance);
        let from_q = -(z - mean).square() / log_variance.exp() - log_variance;
        let estimate = (0.5 * (from_q + z.square())).mean().item();
        let exact = mean.gaussian_kl(log_variance).item();
        // ½(e^−1.2 + 0.64 − 1 + 1.2)
        assert!((exact - 0.570_597_1).abs() < 1e-6, "{exact}");
        // One draw deviates by about 0.9; five of its deviations over √200,000.
        assert!((estimate - exact).abs() < 0.01, "{estimate} {exact}");
    }

    #[test]
    fn gradients() {
        assert_gradients(&[sample([2, 3], 1), sample([2, 3], 2)], |_, v| {
            v[0].gaussian_kl(v[1]) * 0.5
        });
    }

    #[test]
    #[should_panic(
        expected = "gaussian_kl: takes [N, …] with at least one example, this is [0, 4]"
    )]
    fn no_example_has_no_mean() {
        let tape = Tape::new();
        let none = tape.constant(Tensor::zeros([0, 4]));
        none.gaussian_kl(none);
    }
}
