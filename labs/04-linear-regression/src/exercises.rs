//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab04`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab04` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint ridge`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **1. Which way is down** (10 minutes)
///
/// Return the gradient (∂L/∂W, ∂L/∂b) of the summed squared loss L(W, b) = Σ (W·x + b − y)²,
/// summed over all pairs. `x` and `y` are equally long. Everything is `f32`: the lesson's thousand
/// steps are made with your function.
pub fn loss_gradient(w: f32, b: f32, x: &[f32], y: &[f32]) -> (f32, f32) {
    todo!()
}

/// **2. A bug that nobody reports: predict, then look** (15 minutes, paper)
///
/// A tired programmer stores the four predictions as a column, shape `[4, 1]`, and the four targets
/// as a list, shape `[4]`. Subtracting stretches both to `[4, 4]`: entry (i, j) is W·x_i + b − y_j.
/// Nothing complains; the squares are summed; gradient descent, at a rate that is small enough, runs
/// until it stands still. The data are the lesson's: x = 1, 2, 3, 4 and y = 0, −1, −2, −3.
///
/// Return the (W, b) at which it ends, to two decimals (0.5 stands for 0.50).
pub fn broadcast_bug() -> (f64, f64) {
    todo!()
}

/// **3. The largest rate** (15 minutes, paper)
///
/// A line W·x + b is fitted to three points with x = 0, 1, 2, by gradient descent on the *summed*
/// squared loss. Below which learning rate does it settle, and above which does it run away?
///
/// Return that rate, to six decimals. (Rust may do the square root.)
pub fn largest_stable_rate() -> f64 {
    todo!()
}

/// **4. Momentum** (10 minutes)
///
/// Take one step of momentum for one parameter, in the form Δ(t+1) = −(1 − ν)·η·∇ + ν·Δ(t):
/// the new change is a mixture of the downhill step and the last change.
///
/// `a` is the parameter, `change` the last change Δ(t), `gradient` the derivative ∇ at `a`, `rate`
/// the learning rate η and `nu` the momentum ν in 0..1. Return the new parameter and Δ(t+1).
pub fn momentum_step(a: f64, change: f64, gradient: f64, rate: f64, nu: f64) -> (f64, f64) {
    todo!()
}

/// **5. A polynomial that pays for large coefficients** (25 minutes)
///
/// Find the polynomial Σ a_j x^j of the given degree that minimises (1/n) Σ (y(x_i) − y_i)² + μ Σ a_j²,
/// in closed form. Every coefficient is penalised, a_0 too.
///
/// Return a_0, a_1, …, `degree + 1` of them. `crate::poly::vandermonde(x, degree)` gives the
/// matrix V, and nalgebra solves A·a = r by `a_matrix.lu().solve(&r)`, an `Option`: `None` would mean that
/// there is no solution. μ is positive, so there is one.
pub fn ridge(x: &[f64], y: &[f64], degree: usize, mu: f64) -> Vec<f64> {
    todo!()
}

/// **6. The gradient of a few rows** (10 minutes)
///
/// Take the gradient of the *mean* squared loss of the rows named in `batch`, and of no others.
/// Return (∂/∂W, ∂/∂b) of the mean of (W·x_i + b − y_i)² over i in `batch`, which is not empty.
pub fn minibatch_gradient(w: f64, b: f64, x: &[f64], y: &[f64], batch: &[usize]) -> (f64, f64) {
    todo!()
}

/// **7. One answer for all** (10 minutes)
///
/// You must give one answer for all of `values`. Which one makes the mean *squared* error
/// smallest, and which one the mean *absolute* error?
///
/// Return the two, in that order. `values` is not empty and not sorted. Where every answer between
/// two values is equally good, return the middle between the two.
pub fn best_constants(values: &[f64]) -> (f64, f64) {
    todo!()
}

/// **8. Two columns, standardised** (15 minutes)
///
/// Standardise a column of training data and the same column of test data, as you would before
/// training and testing a model.
///
/// Standardised training data has mean 0 and standard deviation 1, the root of the
/// mean squared distance from the mean (divide by n). The training column is never constant.
/// Return (training column, test column).
pub fn standardise(train: &[f64], test: &[f64]) -> (Vec<f64>, Vec<f64>) {
    todo!()
}
