//! Softmaxes and losses that go astray.

use crate::scores::softmax_word_for_word;
use crate::solutions;

/// A score, or a mean of scores, that one might subtract in place of the largest.
pub type Reference = fn(&[f64]) -> f64;

/// The mean, the sum, the smallest, the first, the last, the largest in size.
pub const OTHERS: [Reference; 6] = [
    |scores| scores.iter().sum::<f64>(),
    |scores| scores.iter().sum::<f64>() / scores.len() as f64,
    |scores| scores.iter().copied().fold(f64::INFINITY, f64::min),
    |scores| scores[0],
    |scores| scores[scores.len() - 1],
    |scores| scores.iter().fold(0.0, |largest, s| s.abs().max(largest)),
];

/// The formula word for word.
pub fn softmax_overflows(scores: &[f64]) -> Vec<f64> {
    softmax_word_for_word(scores)
}

/// Divides by the largest score instead of subtracting it.
pub fn softmax_divides_by_largest(scores: &[f64]) -> Vec<f64> {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let scaled: Vec<f64> = scores.iter().map(|s| s / largest).collect();
    softmax_word_for_word(&scaled)
}

/// Subtracts the largest score and stops there.
pub fn softmax_not_normalised(scores: &[f64]) -> Vec<f64> {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    scores.iter().map(|s| (s - largest).exp()).collect()
}

/// Shares of the scores themselves.
pub fn softmax_without_exp(scores: &[f64]) -> Vec<f64> {
    let total: f64 = scores.iter().sum();
    scores.iter().map(|s| s / total).collect()
}

/// `+ln p`.
pub fn cross_entropy_wrong_sign(scores: &[f64], truth: usize) -> f64 {
    -solutions::cross_entropy(scores, truth)
}

/// The logarithm of a probability that has already rounded to zero.
pub fn cross_entropy_log_of_zero(scores: &[f64], truth: usize) -> f64 {
    -solutions::softmax(scores)[truth].ln()
}

/// The surprise at the network's favourite, whatever the truth is.
pub fn cross_entropy_of_favourite(scores: &[f64], _truth: usize) -> f64 {
    let p = solutions::softmax(scores);
    -p.iter().copied().fold(0.0, f64::max).ln()
}

/// `exp(s − m) / Σ exp(sⱼ − m)` for any m.
pub fn softmax_less(m: f64, scores: &[f64]) -> Vec<f64> {
    softmax_word_for_word(&scores.iter().map(|s| s - m).collect::<Vec<_>>())
}

/// The formula word for word, with a number in the place of NaN.
pub fn softmax_patched(scores: &[f64], substitute: f64) -> Vec<f64> {
    let patch = |p: f64| if p.is_nan() { substitute } else { p };
    softmax_word_for_word(scores)
        .into_iter()
        .map(patch)
        .collect()
}

/// How far a class lies behind the best.
pub fn lead(scores: &[f64], truth: usize) -> f64 {
    scores.iter().copied().fold(f64::NEG_INFINITY, f64::max) - scores[truth]
}

/// No score beyond ± `bound`.
pub fn softmax_clamped(scores: &[f64], bound: f64) -> Vec<f64> {
    let clamped = scores.iter().map(|s| s.clamp(-bound, bound));
    softmax_word_for_word(&clamped.collect::<Vec<_>>())
}

/// A little added below the bar.
pub fn softmax_propped(scores: &[f64], extra: f64) -> Vec<f64> {
    let exponentials = softmax_not_normalised(scores);
    let total = exponentials.iter().sum::<f64>() + extra;
    exponentials.iter().map(|e| e / total).collect()
}

/// `ln p` of every class, without overflow.
pub fn log_softmax(scores: &[f64]) -> Vec<f64> {
    let surprise = |truth| -solutions::cross_entropy(scores, truth);
    (0..scores.len()).map(surprise).collect()
}

/// 1 for the best score, 0 for the others.
pub fn winner(scores: &[f64]) -> Vec<f64> {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let first = scores.iter().position(|&s| s == largest);
    (0..scores.len())
        .map(|i| f64::from(Some(i) == first))
        .collect()
}

/// `−ln (exp(s) / Σ exp(sⱼ))`.
pub fn surprise_word_for_word(scores: &[f64], truth: usize) -> f64 {
    -softmax_word_for_word(scores)[truth].ln()
}

/// `ln Σ exp(sⱼ) − s`.
pub fn log_sum_word_for_word(scores: &[f64], truth: usize) -> f64 {
    log_sum_less(0.0, scores) - scores[truth]
}

/// `m + ln Σ exp(sⱼ − m)` for any m.
pub fn log_sum_less(m: f64, scores: &[f64]) -> f64 {
    m + scores.iter().map(|s| (s - m).exp()).sum::<f64>().ln()
}

/// The loss with the largest score put back `times` times.
pub fn largest_times(times: f64, scores: &[f64], truth: usize) -> f64 {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    solutions::cross_entropy(scores, truth) + (times - 1.0) * largest
}

/// One place earlier.
///
/// # Panics
/// For the first.
pub fn one_before(truth: usize) -> usize {
    truth - 1
}
