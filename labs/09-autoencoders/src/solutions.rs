//! The reference answers to [`crate::exercises`]. Try first; a hint costs less than a look in here.

// ANCHOR: explained
/// Squares: 36, 16, 9, 4, 0. Two directions keep 52 of 65.
pub fn explained() -> [f64; 4] {
    let lost = 9.0 + 4.0;
    [52.0 / 65.0, lost, lost / 50.0, 4.0]
}
// ANCHOR_END: explained

// ANCHOR: reconstruct
/// The mean, plus so much of each direction as the picture has of it beyond the mean.
pub fn reconstruct(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    let mut back = mean.to_vec();
    for direction in directions {
        let beyond = x.iter().zip(mean).map(|(x, m)| x - m);
        let along: f64 = beyond.zip(direction).map(|(x, v)| x * v).sum();
        for (back, v) in back.iter_mut().zip(direction) {
            *back += along * v;
        }
    }
    back
}
// ANCHOR_END: reconstruct

// ANCHOR: noisy_target
/// It has learned to leave everything as it is. Cleaning would cost it the noise.
pub fn noisy_target() -> [f64; 4] {
    let noise = 0.25_f64.powi(2);
    [noise, noise, 10.0 * (1.0 / noise).log10(), noise]
}
// ANCHOR_END: noisy_target

// ANCHOR: auc
/// All pairs: won, lost, or half each.
pub fn auc(usual: &[f64], odd: &[f64]) -> f64 {
    let mut won = 0.0;
    for o in odd {
        for u in usual {
            if o > u {
                won += 1.0;
            } else if o == u {
                won += 0.5;
            }
        }
    }
    won / (usual.len() * odd.len()) as f64
}
// ANCHOR_END: auc

// ANCHOR: perplexity
/// Weights, probabilities, entropy. The smallest distance is taken away from all: it falls out of the fraction, and without it
/// all weights of a point that lies far away would be 0.
pub fn perplexity(squared: &[f64], sigma: f64) -> f64 {
    let nearest = squared.iter().copied().fold(f64::INFINITY, f64::min);
    let weights: Vec<f64> = squared
        .iter()
        .map(|d| (-(d - nearest) / (2.0 * sigma * sigma)).exp())
        .collect();
    let total: f64 = weights.iter().sum();
    let p = weights.iter().map(|w| w / total).filter(|&p| p > 0.0);
    p.map(|p| -p * p.ln()).sum::<f64>().exp()
}
// ANCHOR_END: perplexity

// ANCHOR: reparameterize
/// σ = exp(λ/2). The draw moves one to one with μ, and by ε·σ/2 with λ.
pub fn reparameterize(
    mean: &[f64],
    log_variance: &[f64],
    noise: &[f64],
    dz: &[f64],
) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let stretched = |i: usize| noise[i] * (0.5 * log_variance[i]).exp();
    let z = (0..mean.len()).map(|i| mean[i] + stretched(i));
    let in_log_variance = (0..mean.len()).map(|i| dz[i] * 0.5 * stretched(i));
    (z.collect(), dz.to_vec(), in_log_variance.collect())
}
// ANCHOR_END: reparameterize

// ANCHOR: gaussian_kl
/// ½·Σ(σ² + μ² − 1 − ln σ²), with σ² = exp(λ).
pub fn gaussian_kl(mean: &[Vec<f64>], log_variance: &[Vec<f64>]) -> f64 {
    let one = |(m, l): (&f64, &f64)| 0.5 * (l.exp() + m * m - 1.0 - l);
    let pictures = mean.iter().zip(log_variance);
    let total: f64 = pictures.flat_map(|(m, l)| m.iter().zip(l)).map(one).sum();
    total / mean.len() as f64
}
// ANCHOR_END: gaussian_kl

// ANCHOR: sum_or_mean
/// A's loss times 784 is reconstruction + 784·KL. B divides the KL by 20 as well.
pub fn sum_or_mean() -> [f64; 4] {
    let (pixels, latent) = (784.0, 20.0);
    [
        pixels,
        pixels / latent,
        0.105 * pixels,
        104.0 / (pixels * std::f64::consts::LN_2),
    ]
}
// ANCHOR_END: sum_or_mean
