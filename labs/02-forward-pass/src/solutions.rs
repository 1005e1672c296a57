//! Reference answers. Reading one before you have tried is allowed, and costs you the exercise.

use ndarray::{Array1, Array2};

use crate::network::sigmoid;

// ANCHOR: by_hand
/// H1 = σ(1·1 − 2·0.5 + 2·(−1)) = σ(−2) = 0.1192, H2 = σ(2 + 0.5 + 4) = σ(6.5) = 0.9985,
/// H3 = σ(1 − 0.5) = σ(0.5) = 0.6225; O2 = σ(0 + 0.9985 + 2·0.6225) = σ(2.2434) = 0.9041.
pub fn by_hand() -> f64 {
    0.9041
}
// ANCHOR_END: by_hand

// ANCHOR: layer
/// A row of `weights` is a neuron, but a product pairs rows with *columns*: so transpose.
pub fn layer(x: &Array2<f64>, weights: &Array2<f64>, bias: &Array1<f64>) -> Array2<f64> {
    (x.dot(&weights.t()) + bias).mapv(sigmoid)
}
// ANCHOR_END: layer

// ANCHOR: elu_derivative
/// The derivative of `α(eˢ − 1)` is `αeˢ`; the −1 is a constant and drops out.
pub fn elu_derivative(s: f64, alpha: f64) -> f64 {
    if s > 0.0 { 1.0 } else { alpha * s.exp() }
}
// ANCHOR_END: elu_derivative

// ANCHOR: softmax
/// Subtracting the largest score changes no probability, and leaves no exponent above 0.
pub fn softmax(scores: &[f64]) -> Vec<f64> {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exponentials: Vec<f64> = scores.iter().map(|s| (s - largest).exp()).collect();
    let total: f64 = exponentials.iter().sum();
    exponentials.iter().map(|e| e / total).collect()
}
// ANCHOR_END: softmax

// ANCHOR: cross_entropy
/// `−ln(exp(s) / Σ exp(sⱼ)) = ln Σ exp(sⱼ) − s`: the division is gone, so nothing can round to `ln 0`.
pub fn cross_entropy(scores: &[f64], truth: usize) -> f64 {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = scores.iter().map(|s| (s - largest).exp()).sum();
    largest + total.ln() - scores[truth]
}
// ANCHOR_END: cross_entropy

// ANCHOR: parameters
/// Between two layers: a weight for each pair, and a bias for each neuron of the second. The input has no neurons.
pub fn parameters(widths: &[usize]) -> usize {
    widths
        .windows(2)
        .map(|pair| pair[0] * pair[1] + pair[1])
        .sum()
}
// ANCHOR_END: parameters

// ANCHOR: planted_bug
/// For the input (0, 0, 0) the hidden weights do not matter at all, and the two networks agree there: so
/// biases and sigmoids are in place, and it is 'b' or 'd'. For (1, 0, 0) the hidden sums are the first
/// column of the weights plus 0.1: (1.1, 2.1, 1.1) if all is well, (2.1, 1.1, 1.1) for 'd', and the first
/// *row*, (1.1, −1.9, 2.1), for 'b'. Only the last gives what the table shows.
pub fn planted_bug() -> char {
    'b'
}
// ANCHOR_END: planted_bug

// ANCHOR: find_the_slip
/// The logarithm of a number below 1 is negative, so minus that logarithm is positive: −ln 0.8694 = +0.1399.
/// (A loss below zero would mean: better than certain.)
pub fn find_the_slip() -> (u32, f64) {
    (4, 0.1399)
}
// ANCHOR_END: find_the_slip
