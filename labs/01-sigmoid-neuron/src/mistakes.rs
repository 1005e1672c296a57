//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

use crate::solutions::logistic;

/// Climbs where it should fall: the minus in the exponent is missing.
pub fn logistic_turned_round(x: f64, w: f64, b: f64) -> f64 {
    1.0 / (1.0 + (b + w * x).exp())
}

/// No bias: the curve cannot shift.
pub fn logistic_without_bias(x: f64, w: f64, _b: f64) -> f64 {
    logistic(x, w, 0.0)
}

/// The weight multiplies the bias as well.
pub fn logistic_with_weighted_bias(x: f64, w: f64, b: f64) -> f64 {
    logistic(x + b, w, 0.0)
}

/// eˢ/(1 + eˢ): right on paper, infinity over infinity for a large sum.
pub fn logistic_that_overflows(x: f64, w: f64, b: f64) -> f64 {
    let e = (b + w * x).exp();
    e / (1.0 + e)
}

/// The derivative with respect to the sum, not to x: the inner derivative w is missing.
pub fn derivative_without_w(x: f64, w: f64, b: f64) -> f64 {
    let p = logistic(x, w, b);
    p * (1.0 - p)
}

/// Puts the output p through σ once more before multiplying.
pub fn derivative_of_the_output(x: f64, w: f64, b: f64) -> f64 {
    let p = logistic(logistic(x, w, b), 1.0, 0.0);
    w * p * (1.0 - p)
}

/// Stops at w·σ.
pub fn derivative_without_the_rest(x: f64, w: f64, b: f64) -> f64 {
    w * logistic(x, w, b)
}

/// Adds the two units: two stairs up, none down.
pub fn bump_added(x: f64, left: f64, right: f64, steepness: f64) -> f64 {
    logistic(x, steepness, -steepness * left) + logistic(x, steepness, -steepness * right)
}

/// Takes `left` for the bias: the steeper the curve, the further it misses its place.
pub fn bump_misplaced(x: f64, left: f64, right: f64, steepness: f64) -> f64 {
    logistic(x, steepness, -left) - logistic(x, steepness, -right)
}

/// Down first, then up: a dent.
pub fn bump_upside_down(x: f64, left: f64, right: f64, steepness: f64) -> f64 {
    logistic(x, steepness, -steepness * right) - logistic(x, steepness, -steepness * left)
}

/// The weights of AND.
pub fn nand_as_and() -> [f64; 3] {
    [10.0, 10.0, -15.0]
}

/// No to everything but (0, 0): that is NOR.
pub fn nand_as_nor() -> [f64; 3] {
    [-10.0, -10.0, 5.0]
}

/// No bias: at (0, 0) the sum is 0 whatever the weights are.
pub fn nand_without_bias() -> [f64; 3] {
    [-10.0, -10.0, 0.0]
}

/// On the right side of zero everywhere, and nowhere far from it.
pub fn nand_too_timid() -> [f64; 3] {
    [-1.0, -1.0, 1.5]
}

/// Moves also when it was right.
pub fn update_always(w: [f64; 2], b: f64, x: [f64; 2], y: f64) -> ([f64; 2], f64) {
    let towards = 2.0 * y - 1.0;
    ([w[0] + towards * x[0], w[1] + towards * x[1]], b + towards)
}

/// Moves away from the right answer.
pub fn update_away(w: [f64; 2], b: f64, x: [f64; 2], y: f64) -> ([f64; 2], f64) {
    update_by(decision(w, b, x) - y, w, b, x)
}

/// Never moves the bias.
pub fn update_without_bias(w: [f64; 2], b: f64, x: [f64; 2], y: f64) -> ([f64; 2], f64) {
    (update_by(y - decision(w, b, x), w, b, x).0, b)
}

/// Compares with the probability and not with the decision: a step of the sigmoid neuron.
pub fn update_with_sigmoid(w: [f64; 2], b: f64, x: [f64; 2], y: f64) -> ([f64; 2], f64) {
    let p = logistic(w[0] * x[0] + w[1] * x[1], 1.0, b);
    update_by(y - p, w, b, x)
}

/// Takes a sum of exactly zero for a no.
pub fn update_strict(w: [f64; 2], b: f64, x: [f64; 2], y: f64) -> ([f64; 2], f64) {
    let says = if b + w[0] * x[0] + w[1] * x[1] > 0.0 {
        1.0
    } else {
        0.0
    };
    update_by(y - says, w, b, x)
}

fn decision(w: [f64; 2], b: f64, x: [f64; 2]) -> f64 {
    crate::neuron::step(b + w[0] * x[0] + w[1] * x[1])
}

fn update_by(error: f64, w: [f64; 2], b: f64, x: [f64; 2]) -> ([f64; 2], f64) {
    ([w[0] + error * x[0], w[1] + error * x[1]], b + error)
}

/// The same sums as the right gradient, of whatever error one likes.
fn gradient_of(toast: &[(f64, f64)], error: impl Fn(f64, f64) -> f64) -> (f64, f64) {
    let n = toast.len() as f64;
    let dw: f64 = toast.iter().map(|&(x, y)| error(x, y) * x).sum();
    let db: f64 = toast.iter().map(|&(x, y)| error(x, y)).sum();
    (dw / n, db / n)
}

/// y − p: points uphill.
pub fn gradient_uphill(toast: &[(f64, f64)], w: f64, b: f64) -> (f64, f64) {
    gradient_of(toast, |x, y| y - logistic(x, w, b))
}

/// The sum over the slices instead of the mean.
pub fn gradient_summed(toast: &[(f64, f64)], w: f64, b: f64) -> (f64, f64) {
    let n = toast.len() as f64;
    gradient_of(toast, |x, y| n * (logistic(x, w, b) - y))
}

/// The same derivative for w and b: the factor x is missing.
pub fn gradient_without_x(toast: &[(f64, f64)], w: f64, b: f64) -> (f64, f64) {
    let (_, db) = gradient_of(toast, |x, y| logistic(x, w, b) - y);
    (db, db)
}

/// Keeps σ′: the gradient of half the squared error.
pub fn gradient_of_squares(toast: &[(f64, f64)], w: f64, b: f64) -> (f64, f64) {
    gradient_of(toast, |x, y| {
        let p = logistic(x, w, b);
        (p - y) * p * (1.0 - p)
    })
}

/// The formula as it stands: infinite as soon as p rounds to 1, NaN when 0 meets infinity.
pub fn log_loss_naive(s: f64, y: f64) -> f64 {
    crate::loss::naive_log_loss(s, y)
}

/// Keeps p away from 0 and 1, and with it the loss below 28.
pub fn log_loss_clamped(s: f64, y: f64) -> f64 {
    let p = logistic(s, 1.0, 0.0).clamp(1e-12, 1.0 - 1e-12);
    -(y * p.ln() + (1.0 - y) * (1.0 - p).ln())
}

/// Rewards the wrong class.
pub fn log_loss_swapped(s: f64, y: f64) -> f64 {
    crate::solutions::log_loss(s, 1.0 - y)
}

/// The log-likelihood, which one would make large.
pub fn log_loss_negated(s: f64, y: f64) -> f64 {
    -crate::solutions::log_loss(s, y)
}

/// As if there were no bug.
pub fn bias_not_frozen() -> [f64; 3] {
    [0.1, -0.1, logistic(0.0, 0.1, -0.1)]
}

/// Added up instead of averaged.
pub fn frozen_bias_summed() -> [f64; 3] {
    [0.3, 0.0, 0.5]
}

/// A step uphill.
pub fn frozen_bias_uphill() -> [f64; 3] {
    [-0.1, 0.0, 0.5]
}

/// Sees that the sum is 0 and takes it for the probability.
pub fn frozen_bias_sum_for_probability() -> [f64; 3] {
    [0.1, 0.0, 0.0]
}
