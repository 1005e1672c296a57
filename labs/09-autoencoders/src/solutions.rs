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
/// Weights, chances, surprise.
pub fn perplexity(squared: &[f64], sigma: f64) -> f64 {
    let weights: Vec<f64> = squared
        .iter()
        .map(|d| (-d / (2.0 * sigma * sigma)).exp())
        .collect();
    let total: f64 = weights.iter().sum();
    let chances = weights.iter().map(|w| w / total).filter(|&p| p > 0.0);
    chances.map(|p| -p * p.ln()).sum::<f64>().exp()
}
// ANCHOR_END: perplexity
