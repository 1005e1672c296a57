//! How good a trained network is: the bound and its parts, and a tighter one.

use super::network::{Code, Terms, Vae};
use nabla::{Rng, Tape, Tensor};
use rand_distr::{Distribution, StandardNormal};
use std::f64::consts::LN_2;
use trainer::device_of;

/// The bound on ln p(x) and its two terms, in nats a picture: means over pictures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// −ln p(x | z)
    pub reconstruction: f64,
    /// KL(q(z | x) ‖ N(0, I))
    pub divergence: f64,
}

impl Bound {
    /// The bound itself: below ln p(x), and below 0.
    pub fn elbo(&self) -> f64 {
        -self.reconstruction - self.divergence
    }
}

/// How many pictures at a time are only looked at.
const LOOK_AT: usize = 500;

/// Seeds that are not those of the training.
const FRESH: u64 = 0x7465_7374;

// ANCHOR: bound
/// The bound on pictures, `[N, pixels]`, with one z drawn for each. So the tape is one for training, though nothing is
/// learned: with z = μ in place of a draw the first term would look better than it is, and would bound nothing.
pub fn bound(vae: &Vae, pictures: &Tensor, seed: u64) -> Bound {
    let mut rng = nabla::rng(seed ^ FRESH);
    let device = device_of(vae);
    let (mut reconstruction, mut divergence) = (0.0, 0.0);
    for some in parts(pictures) {
        let tape = Tape::training(&mut rng);
        let terms: Terms<'_> = vae.terms(&tape, tape.constant(some.to(&device)));
        let count = some.dims()[0] as f64;
        reconstruction += f64::from(terms.reconstruction.item()) * count;
        divergence += f64::from(terms.divergence.item()) * count;
    }
    let count = pictures.dims()[0] as f64;
    Bound {
        reconstruction: reconstruction / count,
        divergence: divergence / count,
    }
}
// ANCHOR_END: bound

/// The codes of pictures: μ and ln σ², `[N, latent]` each, on the processor.
pub fn codes(vae: &Vae, pictures: &Tensor) -> (Tensor, Tensor) {
    let (mut means, mut log_variances) = (Vec::new(), Vec::new());
    let device = device_of(vae);
    for some in parts(pictures) {
        let tape = Tape::new();
        let Code { mean, log_variance } = vae.encode(&tape, tape.constant(some.to(&device)));
        means.extend_from_slice(mean.value().data());
        log_variances.extend_from_slice(log_variance.value().data());
    }
    let shape = [pictures.dims()[0], vae.latent()];
    (
        Tensor::from_vec(means, shape),
        Tensor::from_vec(log_variances, shape),
    )
}

/// KL(q ‖ N(0, 1)) of each number of the code on its own, in nats, mean over pictures. They add up to the whole, because
/// both distributions have independent parts.
pub fn divergences(vae: &Vae, pictures: &Tensor) -> Vec<f64> {
    let (means, log_variances) = codes(vae, pictures);
    let latent = vae.latent();
    let mut sums = vec![0.0; latent];
    let pairs = means.data().iter().zip(log_variances.data());
    for (i, (&mean, &log_variance)) in pairs.enumerate() {
        let (mean, log_variance) = (f64::from(mean), f64::from(log_variance));
        sums[i % latent] += 0.5 * (log_variance.exp() + mean * mean - 1.0 - log_variance);
    }
    sums.iter().map(|s| s / pictures.dims()[0] as f64).collect()
}

// ANCHOR: importance
/// ln of the mean of exp(v), without leaving the range of numbers: the largest is taken out first.
pub fn log_mean_exp(values: &[f64]) -> f64 {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = values.iter().map(|v| (v - largest).exp()).sum();
    largest + (sum / values.len() as f64).ln()
}

/// For each picture, `samples` draws of z from q(z | x), and of each the logarithm of its weight,
/// ln p(x | z) + ln p(z) − ln q(z | x). Their mean is the bound; `log_mean_exp` of them is a tighter one.
/// A pixel is `throws` throws of one coin; 1 is the usual.
pub fn log_weights(
    vae: &Vae,
    pictures: &Tensor,
    samples: usize,
    throws: f64,
    rng: &mut Rng,
) -> Vec<Vec<f64>> {
    let (means, log_variances) = codes(vae, pictures);
    let (latent, pixels) = (vae.latent(), pictures.dims()[1]);
    let mut all = Vec::with_capacity(pictures.dims()[0]);
    for (i, picture) in pictures.data().chunks_exact(pixels).enumerate() {
        let mean = &means.data()[i * latent..][..latent];
        let log_variance = &log_variances.data()[i * latent..][..latent];
        let mut z = Vec::with_capacity(samples * latent);
        let mut weights = Vec::with_capacity(samples);
        for _ in 0..samples {
            let mut weight = 0.0;
            for (mean, log_variance) in mean.iter().zip(log_variance) {
                let noise: f32 = StandardNormal.sample(rng);
                let z_j = mean + (0.5 * log_variance).exp() * noise;
                // ln p(z) − ln q(z | x): both have −½·ln 2π, which falls out.
                weight += 0.5 * f64::from(noise * noise + log_variance - z_j * z_j);
                z.push(z_j);
            }
            weights.push(weight);
        }
        let logits = logits(vae, Tensor::from_vec(z, [samples, latent]));
        for (weight, logits) in weights.iter_mut().zip(logits.data().chunks_exact(pixels)) {
            *weight += throws * log_bernoulli(picture, logits);
        }
        all.push(weights);
    }
    all
}
// ANCHOR_END: importance

/// The mean over pictures of the bound from `samples` draws: from groups of that many of the weights that there are.
///
/// # Panics
/// If there are fewer weights to a picture than `samples`.
pub fn tightened(weights: &[Vec<f64>], samples: usize) -> f64 {
    let of_picture = |weights: &Vec<f64>| {
        let groups = weights.chunks_exact(samples);
        let count = groups.len() as f64;
        assert!(count > 0.0, "there are fewer than {samples} weights");
        groups.map(log_mean_exp).sum::<f64>() / count
    };
    weights.iter().map(of_picture).sum::<f64>() / weights.len() as f64
}

fn logits(vae: &Vae, codes: Tensor) -> Tensor {
    let tape = Tape::new();
    let z = tape.constant(codes.to(&device_of(vae)));
    vae.decode(&tape, z).value()
}

/// Σ x·ln g + (1 − x)·ln(1 − g), with g = sigmoid(logit), over the pixels of one picture.
pub fn log_bernoulli(picture: &[f32], logits: &[f32]) -> f64 {
    let term = |(x, l): (&f32, &f32)| x * l - l.max(0.0) - (-l.abs()).exp().ln_1p();
    f64::from(picture.iter().zip(logits).map(term).sum::<f32>())
}

/// Nats a picture as bits a number.
pub fn bits_per_number(nats: f64, numbers: usize) -> f64 {
    nats / (numbers as f64 * LN_2)
}

fn parts(pictures: &Tensor) -> impl Iterator<Item = Tensor> {
    let count = pictures.dims()[0];
    (0..count)
        .step_by(LOOK_AT)
        .map(move |start| pictures.rows(start..count.min(start + LOOK_AT)))
}
