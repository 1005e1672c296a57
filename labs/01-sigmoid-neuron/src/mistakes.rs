//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

use crate::solutions::logistic;

pub mod losses;

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

/// Rounded to single precision at every step.
pub fn logistic_in_f32(x: f64, w: f64, b: f64) -> f64 {
    logistic_from_f32_sum(
        f64::from(x as f32),
        f64::from(w as f32),
        f64::from(b as f32),
    )
}

/// A sum of 64 bits, and a curve of 32.
pub fn logistic_from_f32_sum(x: f64, w: f64, b: f64) -> f64 {
    f64::from(1.0 / (1.0 + (-(b + w * x) as f32).exp()))
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

/// w·e/(1 + e)² with e = eˢ or, by the sign, e⁻ˢ: infinity over infinity where e is infinite.
pub fn derivative_that_overflows(x: f64, w: f64, b: f64, sign: f64) -> f64 {
    let e = (sign * (b + w * x)).exp();
    w * e / (1.0 + e).powi(2)
}

/// Steps back and ahead, between which a slope can be measured.
pub fn quotients() -> Vec<(f64, f64)> {
    let steps = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8];
    let ahead = steps.map(|step| (0.0, step));
    steps
        .map(|step| (step, step))
        .into_iter()
        .chain(ahead)
        .collect()
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

/// The product of two units, one turned round.
pub fn bump_multiplied(x: f64, left: f64, right: f64, steepness: f64) -> f64 {
    logistic(x, steepness, -steepness * left) * logistic(x, -steepness, steepness * right)
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

/// Far from zero at (0, 0), near to it elsewhere.
pub fn nand_half_sure() -> [f64; 3] {
    [-3.0, -3.0, 4.5]
}

/// The numbers of the solution, the bias first.
pub fn nand_bias_first() -> [f64; 3] {
    [15.0, -10.0, -10.0]
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

/// Decides by w·x alone.
pub fn update_deciding_without_bias(w: [f64; 2], b: f64, x: [f64; 2], y: f64) -> ([f64; 2], f64) {
    update_by(y - decision(w, 0.0, x), w, b, x)
}

/// Adds the example whenever it was wrong, whichever way.
pub fn update_always_adding(w: [f64; 2], b: f64, x: [f64; 2], y: f64) -> ([f64; 2], f64) {
    update_by((y - decision(w, b, x)).abs(), w, b, x)
}

/// Moves every weight by the error itself.
pub fn update_without_inputs(w: [f64; 2], b: f64, x: [f64; 2], y: f64) -> ([f64; 2], f64) {
    update_by(y - decision(w, b, x), w, b, [1.0; 2])
}

/// What the perceptron says.
pub fn decision(w: [f64; 2], b: f64, x: [f64; 2]) -> f64 {
    crate::neuron::step(b + w[0] * x[0] + w[1] * x[1])
}

/// +1 for a yes and −1 for a no.
pub fn sign(w: [f64; 2], b: f64, x: [f64; 2]) -> f64 {
    2.0 * decision(w, b, x) - 1.0
}

/// Moves by the example, `error` times.
pub fn update_by(error: f64, w: [f64; 2], b: f64, x: [f64; 2]) -> ([f64; 2], f64) {
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

/// Divides by n − 1.
pub fn gradient_over_one_less(toast: &[(f64, f64)], w: f64, b: f64) -> (f64, f64) {
    let (dw, db) = gradient_summed(toast, w, b);
    let n = toast.len() as f64 - 1.0;
    (dw / n, db / n)
}

/// p in place of p − y.
pub fn gradient_without_answer(toast: &[(f64, f64)], w: f64, b: f64) -> (f64, f64) {
    gradient_of(toast, |x, _| logistic(x, w, b))
}

/// The decision in place of the probability.
pub fn gradient_of_decisions(toast: &[(f64, f64)], w: f64, b: f64) -> (f64, f64) {
    gradient_of(toast, |x, y| crate::neuron::step(b + w * x) - y)
}

/// Divides one of the two sums only; the other one, that of w if so asked, stays a sum.
pub fn gradient_half_summed(toast: &[(f64, f64)], w: f64, b: f64, of_w: bool) -> (f64, f64) {
    let (mean, sum) = (
        crate::solutions::gradient(toast, w, b),
        gradient_summed(toast, w, b),
    );
    if of_w {
        (sum.0, mean.1)
    } else {
        (mean.0, sum.1)
    }
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
