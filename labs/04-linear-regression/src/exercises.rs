//! Your answers. This is the only file of the lab that you edit: replace each `todo!()`.
//!
//! `cargo test -p lab04` judges them; `cargo run -p lab04` uses the ones that are right.
#![allow(
    unused_variables,
    reason = "an exercise that is not answered yet uses none of its arguments"
)]

/// The gradient of the summed squared loss L(W, b) = Σ (W·x + b − y)², summed over all pairs.
///
/// Return (∂L/∂W, ∂L/∂b). `x` and `y` are equally long. Everything is `f32`: the lesson's
/// thousand steps are made with your function.
pub fn loss_gradient(w: f32, b: f32, x: &[f32], y: &[f32]) -> (f32, f32) {
    todo!()
}

/// Predict, then observe. A tired programmer stores the four predictions as a column, shape
/// \[4, 1\], and the four targets as a list, shape \[4\]. Subtracting stretches both to \[4, 4\]:
/// entry (i, j) is W·x_i + b − y_j. Nothing complains; the squares are summed; gradient descent,
/// at a rate that is small enough, runs until it stands still. The data are the lesson's: x = 1, 2, 3, 4 and y = 0, −1, −2, −3.
///
/// Return the (W, b) at which it ends.
pub fn broadcast_bug() -> (f64, f64) {
    todo!()
}

/// On paper: a line W·x + b is fitted to three points with x = 0, 1, 2, by gradient descent on
/// the *summed* squared loss. Below which learning rate does it settle, and above which does it
/// run away?
///
/// Return that rate, to six digits at least. (Rust may do the square root.)
pub fn largest_stable_rate() -> f64 {
    todo!()
}

/// One step of momentum for one parameter, in the form Δ(t+1) = −(1 − ν)·λ·∇ + ν·Δ(t):
/// the new change is a mixture of the downhill step and the last change.
///
/// `a` is the parameter, `change` the last change Δ(t), `slope` the derivative ∇ at `a`, `rate`
/// the learning rate λ and `nu` the momentum ν in 0..1. Return the new parameter and Δ(t+1).
pub fn momentum_step(a: f64, change: f64, slope: f64, rate: f64, nu: f64) -> (f64, f64) {
    todo!()
}

/// The polynomial Σ a_j x^j of the given degree that minimises
/// (1/n) Σ (y(x_i) − y_i)² + μ Σ a_j², in closed form. Every coefficient is penalised, a_0 too.
///
/// Return a_0, a_1, …, `degree + 1` of them. `crate::poly::vandermonde(x, degree)` gives the
/// matrix V, and nalgebra solves A·a = r by `a_matrix.lu().solve(&r)`, an `Option`: `None` would mean that
/// there is no solution. μ is positive, so there is one.
pub fn ridge(x: &[f64], y: &[f64], degree: usize, mu: f64) -> Vec<f64> {
    todo!()
}

/// The gradient of the *mean* squared loss of the rows named in `batch`, and of no others.
///
/// Return (∂/∂W, ∂/∂b) of the mean of (W·x_i + b − y_i)² over i in `batch`, which is not empty.
pub fn minibatch_gradient(w: f64, b: f64, x: &[f64], y: &[f64], batch: &[usize]) -> (f64, f64) {
    todo!()
}

/// You must give one answer for all of `values`. Which one makes the mean *squared* error
/// smallest, and which one the mean *absolute* error?
///
/// Return the two, in that order. `values` is not empty and not sorted. Where every answer between
/// two values is equally good, return the middle between the two.
pub fn best_constants(values: &[f64]) -> (f64, f64) {
    todo!()
}

/// Standardise a column of training data and the same column of test data, as you would before
/// training and testing a model.
///
/// Standardised training data has mean 0 and deviation 1, where the deviation is the root of the
/// mean squared distance from the mean (divide by n). The training column is never constant.
/// Return (training column, test column).
pub fn standardise(train: &[f64], test: &[f64]) -> (Vec<f64>, Vec<f64>) {
    todo!()
}
