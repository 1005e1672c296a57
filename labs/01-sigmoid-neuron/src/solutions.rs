//! The reference answers to [`crate::exercises`]. Try first; a hint costs less than a look in here.

// ANCHOR: logistic
/// The logistic curve of one input.
pub fn logistic(x: f64, w: f64, b: f64) -> f64 {
    1.0 / (1.0 + (-(b + w * x)).exp())
}
// ANCHOR_END: logistic

// ANCHOR: logistic_derivative
/// The chain rule: σ′ at the sum, times the derivative of the sum with respect to x, which is w.
pub fn logistic_derivative(x: f64, w: f64, b: f64) -> f64 {
    let p = logistic(x, w, b);
    w * p * (1.0 - p)
}
// ANCHOR_END: logistic_derivative

// ANCHOR: bump
/// One unit climbs at `left`, the other takes the height away again at `right`.
pub fn bump(x: f64, left: f64, right: f64, steepness: f64) -> f64 {
    logistic(x, steepness, -steepness * left) - logistic(x, steepness, -steepness * right)
}
// ANCHOR_END: bump

// ANCHOR: nand_weights
/// Sums of 15, 5, 5 and −5: only two inputs together pull the sum below zero.
pub fn nand_weights() -> [f64; 3] {
    [-10.0, -10.0, 15.0]
}
// ANCHOR_END: nand_weights

// ANCHOR: perceptron_update
/// The error y − ŷ is 0, +1 or −1: stay, add the example, take it away.
pub fn perceptron_update(w: [f64; 2], b: f64, x: [f64; 2], y: f64) -> ([f64; 2], f64) {
    let says = if b + w[0] * x[0] + w[1] * x[1] >= 0.0 {
        1.0
    } else {
        0.0
    };
    let error = y - says;
    ([w[0] + error * x[0], w[1] + error * x[1]], b + error)
}
// ANCHOR_END: perceptron_update

// ANCHOR: gradient
/// The mean of (p − y)·x and the mean of p − y.
pub fn gradient(toast: &[(f64, f64)], w: f64, b: f64) -> (f64, f64) {
    let (mut dw, mut db) = (0.0, 0.0);
    for &(minutes, burnt) in toast {
        let error = logistic(minutes, w, b) - burnt;
        dw += error * minutes;
        db += error;
    }
    let n = toast.len() as f64;
    (dw / n, db / n)
}
// ANCHOR_END: gradient

// ANCHOR: log_loss
/// −ln p = softplus(−s) and −ln(1−p) = softplus(s), and softplus never needs e to a positive power.
pub fn log_loss(s: f64, y: f64) -> f64 {
    let softplus = |s: f64| s.max(0.0) + (-s.abs()).exp().ln_1p();
    y * softplus(-s) + (1.0 - y) * softplus(s)
}
// ANCHOR_END: log_loss

// ANCHOR: frozen_bias
/// At w = b = 0 every p is ½, so the errors p − y are ½, ½, −½. ∂ℓ/∂w is their mean after
/// multiplying by the minutes: (½·1 + ½·2 − ½·4)/3 = −1/6, and w becomes 0 + 0.6/6 = 0.1. The bias
/// stays 0; so at 0 minutes the sum is 0 whatever w is, and the probability is ½, now and for ever.
pub fn frozen_bias() -> [f64; 3] {
    [0.1, 0.0, 0.5]
}
// ANCHOR_END: frozen_bias
