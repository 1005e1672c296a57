//! A draw from a normal distribution through which a gradient flows (Kingma and Welling, 2013): the
//! chance is drawn beforehand, and what the network says only moves and stretches it.
//!
//! ```text
//! z = μ + ε·σ,   σ = exp(½·ln σ²),   ε standard normal
//! dμ = dz        d(ln σ²) = dz · ½·ε·σ
//! ```
//!
//! ε_i is a pure function of the tape's seed, of which draw of the tape this is, and of i
//! ([`normal`](crate::kernels::normal)). It is not kept; the backward pass computes it again.

pub(super) mod gpu;

use super::Backward;
use crate::kernels::math::{exp, multiply_add};
use crate::kernels::normal::Noise;
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::tape::{Grads, Id, Mode, Values, Var};
use crate::{Shape, Tensor};

pub(crate) struct Reparameterize {
    mean: Id,
    log_variance: Id,
    noise: Noise,
}

impl<'t> Var<'t> {
    /// A draw z = μ + ε·σ from the normal distributions with means `self` and the given logarithms
    /// of the variances σ². On an evaluating tape, nothing is drawn: z = μ.
    ///
    /// # Panics
    /// If the shapes differ, or the two are on different tapes.
    #[track_caller]
    pub fn reparameterize(self, log_variance: Var<'t>) -> Var<'t> {
        self.check_same_tape(log_variance);
        check_shapes("reparameterize", self.shape(), log_variance.shape());
        let Mode::Training { seed } = self.tape.mode() else {
            return self;
        };
        let noise = Noise::new(seed, self.tape.next_choice());
        let z = draw(noise, &self.value(), &log_variance.value());
        let op = Reparameterize {
            mean: self.id,
            log_variance: log_variance.id,
            noise,
        };
        self.tape.record(z, &[self.id, log_variance.id], op)
    }
}

/// Means and logarithms of variances come in pairs.
#[track_caller]
pub(super) fn check_shapes(op: &str, mean: Shape, log_variance: Shape) {
    assert!(
        mean == log_variance,
        "{op}: the means are {mean}, the logarithms of the variances {log_variance}; each mean has one"
    );
}

#[track_caller]
fn draw(noise: Noise, mean: &Tensor, log_variance: &Tensor) -> Tensor {
    if let Some(gpu) = crate::gpu::of("reparameterize", [mean, log_variance]) {
        return gpu::draw(&gpu, noise, mean, log_variance);
    }
    let mut z = Tensor::scratch(mean.shape());
    let (mean, log_variance) = (mean.data(), log_variance.data());
    for_each_chunk([z.data_mut()], CHUNK, |start, [z]| {
        noise.fill_from(start, z);
        let inputs = mean[start..].iter().zip(&log_variance[start..]);
        for (z, (mean, log_variance)) in z.iter_mut().zip(inputs) {
            *z = multiply_add(*z, exp(0.5 * log_variance), *mean);
        }
    });
    z
}

/// d(ln σ²)
fn slope(noise: Noise, log_variance: &Tensor, dz: &Tensor) -> Tensor {
    if let Some(gpu) = dz.gpu() {
        return gpu::slope(gpu, noise, log_variance, dz);
    }
    let mut slope = Tensor::scratch(dz.shape());
    let (dz, log_variance) = (dz.data(), log_variance.data());
    for_each_chunk([slope.data_mut()], CHUNK, |start, [slope]| {
        noise.fill_from(start, slope);
        let inputs = dz[start..].iter().zip(&log_variance[start..]);
        for (slope, (dz, log_variance)) in slope.iter_mut().zip(inputs) {
            *slope *= 0.5 * dz * exp(0.5 * log_variance);
        }
    });
    slope
}

impl Backward for Reparameterize {
    fn backward(&self, _z: &Tensor, dz: Tensor, values: Values, grads: &mut Grads) {
        if grads.wants(self.log_variance) {
            let log_variance = values.get(self.log_variance);
            grads.add(self.log_variance, slope(self.noise, log_variance, &dz));
        }
        grads.add(self.mean, dz);
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor, Var, rng};

    /// The same noise at every call: a tape of the same seed, on which this is the first draw.
    fn noise(shape: [usize; 2]) -> Tensor {
        Tape::training(&mut rng(5)).normal(shape).value()
    }

    fn composed<'t>(mean: Var<'t>, log_variance: Var<'t>) -> Var<'t> {
        let noise = mean.tape().constant(noise([7, 5]));
        mean + noise * (log_variance * 0.5).exp()
    }

    #[test]
    fn equals_its_composition() {
        let tape = Tape::training(&mut rng(5));
        let inputs = [sample([7, 5], 1), sample([7, 5], 2)].map(|x| tape.variable(x));
        let above = tape.constant(sample([7, 5], 3));
        let results = [
            inputs[0].reparameterize(inputs[1]),
            composed(inputs[0], inputs[1]),
        ];
        let grads = results.map(|z| (z * above).sum().backward());
        let close = |a: &Tensor, b: &Tensor| {
            let mut pairs = a.data().iter().zip(b.data());
            assert!(pairs.all(|(a, b)| (a - b).abs() < 1e-6), "{a:?} {b:?}");
        };
        close(&results[0].value(), &results[1].value());
        for input in inputs {
            close(grads[0].of(input), grads[1].of(input));
        }
    }

    /// The check compares the composition, whose noise stands still, with its own differences; the
    /// test above ties the operation to it.
    #[test]
    fn gradients_of_the_composition() {
        assert_gradients(&[sample([7, 5], 1), sample([7, 5], 2)], |_, v| {
            composed(v[0], v[1]).square().mean()
        });
    }

    #[test]
    fn in_use_the_mean_passes() {
        let tape = Tape::new();
        let x = tape.constant(sample([3, 2], 1));
        assert_eq!(x.reparameterize(x).value(), x.value());
    }

    #[test]
    #[should_panic(
        expected = "reparameterize: the means are [3, 2], the logarithms of the variances [2]"
    )]
    fn nothing_is_broadcast() {
        let tape = Tape::new();
        let [mean, log_variance] =
            [&[3, 2][..], &[2]].map(|shape| tape.constant(Tensor::zeros(shape)));
        mean.reparameterize(log_variance);
    }
}
