//! Softmaxes and losses of a row that go astray.

use crate::softmax::naive_softmax;
use crate::solutions;

/// A logit, or a mean of logits, that one might take away in place of the largest.
pub type Reference = fn(&[f32]) -> f32;

/// The median, the sum, the mean, the smallest, the first, the last, the largest in size.
pub const OTHERS: [Reference; 7] = [
    median,
    |z| z.iter().sum::<f32>(),
    |z| z.iter().sum::<f32>() / z.len() as f32,
    |z| z.iter().copied().fold(f32::INFINITY, f32::min),
    |z| z[0],
    |z| z[z.len() - 1],
    |z| z.iter().fold(0.0, |largest, z| z.abs().max(largest)),
];

fn median(z: &[f32]) -> f32 {
    let mut sorted = z.to_vec();
    sorted.sort_by(f32::total_cmp);
    sorted[sorted.len() / 2]
}

/// The formula as it stands.
pub fn softmax_that_overflows(logits: &[f32]) -> Vec<f32> {
    crate::softmax::naive_softmax(logits)
}

/// Powers without the division.
pub fn softmax_unnormalised(logits: &[f32]) -> Vec<f32> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    logits.iter().map(|z| (z - largest).exp()).collect()
}

/// Shares of the logits themselves.
pub fn softmax_without_e(logits: &[f32]) -> Vec<f32> {
    let total: f32 = logits.iter().sum();
    logits.iter().map(|z| z / total).collect()
}

/// Divides by the largest where it should be taken away.
pub fn softmax_divided(logits: &[f32]) -> Vec<f32> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let scaled: Vec<f32> = logits.iter().map(|z| z / largest).collect();
    solutions::softmax(&scaled)
}

/// Ten separate sigmoids.
pub fn softmax_as_sigmoids(logits: &[f32]) -> Vec<f32> {
    logits.iter().map(|z| 1.0 / (1.0 + (-z).exp())).collect()
}

/// −ln of a probability that may have been rounded to 0.
pub fn cross_entropy_that_overflows(logits: &[f32], label: usize) -> f32 {
    -solutions::softmax(logits)[label].ln()
}

/// ln p, without the minus.
pub fn cross_entropy_negative(logits: &[f32], label: usize) -> f32 {
    -solutions::cross_entropy(logits, label)
}

/// e^(z − m) over the sum of all, for any m.
pub fn softmax_less(m: f32, logits: &[f32]) -> Vec<f32> {
    naive_softmax(&logits.iter().map(|z| z - m).collect::<Vec<_>>())
}

/// No logit beyond ± `bound`.
pub fn softmax_clamped(logits: &[f32], bound: f32) -> Vec<f32> {
    let clamped = logits.iter().map(|z| z.clamp(-bound, bound));
    naive_softmax(&clamped.collect::<Vec<_>>())
}

/// A little added below the bar.
pub fn softmax_propped(logits: &[f32], extra: f32) -> Vec<f32> {
    let powers = softmax_unnormalised(logits);
    let total = powers.iter().sum::<f32>() + extra;
    powers.iter().map(|power| power / total).collect()
}

/// The formula as it stands, with a number in the place of NaN.
pub fn softmax_patched(logits: &[f32], substitute: f32) -> Vec<f32> {
    let patch = |p: f32| if p.is_nan() { substitute } else { p };
    naive_softmax(logits).into_iter().map(patch).collect()
}

/// 1 for the largest logit, 0 for the others.
pub fn winner(logits: &[f32]) -> Vec<f32> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let first = logits.iter().position(|&z| z == largest);
    solutions::one_hot(first.unwrap_or_default(), logits.len())
}

/// −ln(e^z / Σ e^zₖ).
pub fn surprise_word_for_word(logits: &[f32], label: usize) -> f32 {
    crate::softmax::naive_cross_entropy(logits, label)
}

/// ln Σ e^zₖ − z.
pub fn log_sum_word_for_word(logits: &[f32], label: usize) -> f32 {
    log_sum_less(0.0, logits) - logits[label]
}

/// m + ln Σ e^(zₖ − m), for any m.
pub fn log_sum_less(m: f32, logits: &[f32]) -> f32 {
    m + logits.iter().map(|z| (z - m).exp()).sum::<f32>().ln()
}

/// The loss with the largest logit put back `times` times.
pub fn largest_times(times: f32, logits: &[f32], label: usize) -> f32 {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    solutions::cross_entropy(logits, label) + (times - 1.0) * largest
}

/// The loss, had the network been right.
pub fn surprise_at_the_largest(logits: &[f32]) -> f32 {
    let losses = (0..logits.len()).map(|label| solutions::cross_entropy(logits, label));
    losses.fold(f32::INFINITY, f32::min)
}

/// ln(1 + e^−z).
pub fn sigmoid_loss(z: f32) -> f32 {
    (1.0 + (-z).exp()).ln()
}
