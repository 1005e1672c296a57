//! Plausible wrong answers: the judge compares a learner's answers with these to name the slip.

use nalgebra::{DMatrix, DVector};

use crate::poly::vandermonde;
use crate::solutions;

pub mod scales;

/// `loss_gradient` without the 2 that comes down from the square.
pub fn gradient_without_two(w: f32, b: f32, x: &[f32], y: &[f32]) -> (f32, f32) {
    let (dw, db) = solutions::loss_gradient(w, b, x, y);
    (dw / 2.0, db / 2.0)
}

/// `loss_gradient` without the inner derivative x in ∂L/∂W.
pub fn gradient_without_x(w: f32, b: f32, x: &[f32], y: &[f32]) -> (f32, f32) {
    let (_, db) = solutions::loss_gradient(w, b, x, y);
    (db, db)
}

/// `loss_gradient` with the residual turned round: y − ŷ.
pub fn gradient_uphill(w: f32, b: f32, x: &[f32], y: &[f32]) -> (f32, f32) {
    let (dw, db) = solutions::loss_gradient(w, b, x, y);
    (-dw, -db)
}

/// The gradient of the mean instead of the sum.
pub fn gradient_of_mean(w: f32, b: f32, x: &[f32], y: &[f32]) -> (f32, f32) {
    let (dw, db) = solutions::loss_gradient(w, b, x, y);
    (dw / x.len() as f32, db / x.len() as f32)
}

/// The gradient of the summed distances |W·x + b − y|.
pub fn gradient_of_distances(w: f32, b: f32, x: &[f32], y: &[f32]) -> (f32, f32) {
    let sign = |(x, y): (&f32, &f32)| (w * x + b - y).signum();
    let pairs = || x.iter().zip(y);
    (
        pairs().map(|(x, y)| sign((x, y)) * x).sum(),
        pairs().map(sign).sum(),
    )
}

/// `largest_stable_rate` with a Hessian that lacks its factor 2.
pub fn rate_without_two() -> f64 {
    2.0 / (4.0 + 10.0_f64.sqrt())
}

/// 1/λ_max: the rate that jumps to the bottom of the steepest direction.
pub fn rate_one_over() -> f64 {
    0.5 / (4.0 + 10.0_f64.sqrt())
}

/// 2/λ_min: the limit of the flattest direction.
pub fn rate_of_the_flat_direction() -> f64 {
    1.0 / (4.0 - 10.0_f64.sqrt())
}

/// 2/trace: a safe rate, not the largest.
pub fn rate_from_the_trace() -> f64 {
    2.0 / 16.0
}

/// The usual momentum, without the factor 1 − ν.
pub fn momentum_usual(a: f64, change: f64, gradient: f64, rate: f64, nu: f64) -> (f64, f64) {
    let change = nu * change - rate * gradient;
    (a + change, change)
}

/// ν and 1 − ν exchanged.
pub fn momentum_swapped(a: f64, change: f64, gradient: f64, rate: f64, nu: f64) -> (f64, f64) {
    solutions::momentum_step(a, change, gradient, rate, 1.0 - nu)
}

/// The gradient added instead of subtracted.
pub fn momentum_uphill(a: f64, change: f64, gradient: f64, rate: f64, nu: f64) -> (f64, f64) {
    solutions::momentum_step(a, change, -gradient, rate, nu)
}

/// The parameter moved by the old change.
pub fn momentum_late(a: f64, change: f64, gradient: f64, rate: f64, nu: f64) -> (f64, f64) {
    let (_, new) = solutions::momentum_step(a, change, gradient, rate, nu);
    (a + change, new)
}

/// Solves (VᵀV/n + penalty)·a = Vᵀy/n.
fn penalised(x: &[f64], y: &[f64], penalty: &DMatrix<f64>) -> Vec<f64> {
    let n = x.len() as f64;
    let v = vandermonde(x, penalty.nrows() - 1);
    let left = v.transpose() * &v / n + penalty;
    let right = v.transpose() * DVector::from_column_slice(y) / n;
    let solved = left.lu().solve(&right);
    solved.map_or(Vec::new(), |a| a.as_slice().to_vec())
}

/// The fit with the right side multiplied by `factor`, as if it had another divisor than the left.
pub fn ridge_scaled(x: &[f64], y: &[f64], degree: usize, mu: f64, factor: f64) -> Vec<f64> {
    let y: Vec<f64> = y.iter().map(|y| factor * y).collect();
    solutions::ridge(x, &y, degree, mu)
}

/// No penalty; empty where there is no solution.
pub fn unpenalised(x: &[f64], y: &[f64], degree: usize) -> Vec<f64> {
    penalised(x, y, &DMatrix::zeros(degree + 1, degree + 1))
}

/// μ added to VᵀV instead of VᵀV/n.
pub fn ridge_of_the_sum(x: &[f64], y: &[f64], degree: usize, mu: f64) -> Vec<f64> {
    solutions::ridge(x, y, degree, mu / x.len() as f64)
}

/// The derivative of μ·a² taken for μ·a.
pub fn ridge_half_penalty(x: &[f64], y: &[f64], degree: usize, mu: f64) -> Vec<f64> {
    solutions::ridge(x, y, degree, mu / 2.0)
}

/// The 2 of the data term lost, that of the penalty kept.
pub fn ridge_double_penalty(x: &[f64], y: &[f64], degree: usize, mu: f64) -> Vec<f64> {
    solutions::ridge(x, y, degree, mu * 2.0)
}

/// μ added to every entry instead of the diagonal.
pub fn ridge_everywhere(x: &[f64], y: &[f64], degree: usize, mu: f64) -> Vec<f64> {
    penalised(x, y, &DMatrix::from_element(degree + 1, degree + 1, mu))
}

/// a_0 left unpenalised.
pub fn ridge_spares_the_constant(x: &[f64], y: &[f64], degree: usize, mu: f64) -> Vec<f64> {
    let mut penalty = DMatrix::identity(degree + 1, degree + 1) * mu;
    penalty[(0, 0)] = 0.0;
    penalised(x, y, &penalty)
}

/// μ subtracted.
pub fn ridge_rewards(x: &[f64], y: &[f64], degree: usize, mu: f64) -> Vec<f64> {
    penalised(x, y, &(DMatrix::identity(degree + 1, degree + 1) * -mu))
}

/// The batch's sum divided by the number of all rows.
pub fn minibatch_over_all(w: f64, b: f64, x: &[f64], y: &[f64], batch: &[usize]) -> (f64, f64) {
    let (dw, db) = solutions::minibatch_gradient(w, b, x, y, batch);
    let part = batch.len() as f64 / x.len() as f64;
    (dw * part, db * part)
}

/// The batch's sum, divided by nothing.
pub fn minibatch_sum(w: f64, b: f64, x: &[f64], y: &[f64], batch: &[usize]) -> (f64, f64) {
    let (dw, db) = solutions::minibatch_gradient(w, b, x, y, batch);
    (dw * batch.len() as f64, db * batch.len() as f64)
}

/// The first rows of the data, as many as the batch has.
pub fn minibatch_first(w: f64, b: f64, x: &[f64], y: &[f64], batch: &[usize]) -> (f64, f64) {
    let rows: Vec<usize> = (0..batch.len()).collect();
    solutions::minibatch_gradient(w, b, x, y, &rows)
}

/// x from the batch's rows, y from the first rows.
pub fn minibatch_mixed(w: f64, b: f64, x: &[f64], y: &[f64], batch: &[usize]) -> (f64, f64) {
    let x: Vec<f64> = batch.iter().map(|&i| x[i]).collect();
    let places: Vec<usize> = (0..batch.len()).collect();
    solutions::minibatch_gradient(w, b, &x, y, &places)
}

/// Median and mean exchanged.
pub fn constants_swapped(values: &[f64]) -> (f64, f64) {
    let (mean, median) = solutions::best_constants(values);
    (median, mean)
}

/// The middle of the list as it came, not sorted.
pub fn constants_unsorted(values: &[f64]) -> (f64, f64) {
    let n = values.len();
    let (mean, _) = solutions::best_constants(values);
    (mean, (values[(n - 1) / 2] + values[n / 2]) / 2.0)
}

/// The upper of the two middle values.
pub fn constants_upper(values: &[f64]) -> (f64, f64) {
    let (mean, _) = solutions::best_constants(values);
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    (mean, sorted[sorted.len() / 2])
}

/// The lower of the two middle values.
pub fn constants_lower(values: &[f64]) -> (f64, f64) {
    let (mean, _) = solutions::best_constants(values);
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    (mean, sorted[(sorted.len() - 1) / 2])
}

/// The median of the distinct values.
pub fn constants_deduplicated(values: &[f64]) -> (f64, f64) {
    let (mean, _) = solutions::best_constants(values);
    let mut distinct = values.to_vec();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    (mean, solutions::best_constants(&distinct).1)
}

/// The middle between smallest and largest.
pub fn constants_mid_range(values: &[f64]) -> (f64, f64) {
    let (mean, _) = solutions::best_constants(values);
    let smallest = values.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (mean, (smallest + largest) / 2.0)
}

/// The middle after sorting without regard to signs.
pub fn constants_by_size(values: &[f64]) -> (f64, f64) {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    constants_unsorted(&sorted)
}

/// The mean squared error at the mean, the mean absolute error at the median.
pub fn constants_errors(values: &[f64]) -> (f64, f64) {
    let (mean, median) = solutions::best_constants(values);
    let n = values.len() as f64;
    let squared: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    let absolute: f64 = values.iter().map(|v| (v - median).abs()).sum();
    (squared / n, absolute / n)
}

/// The answer without the bug.
pub fn broadcast_unnoticed() -> (f64, f64) {
    (-1.0, 1.0)
}

/// The belief that everything cancels.
pub fn broadcast_cancels() -> (f64, f64) {
    (0.0, 0.0)
}

/// The right W with the mean of the targets for b.
pub fn broadcast_only_b() -> (f64, f64) {
    (-1.0, -1.5)
}
