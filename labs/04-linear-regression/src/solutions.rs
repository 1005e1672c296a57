//! Reference answers to the exercises.

use nalgebra::{DMatrix, DVector};

use crate::poly::vandermonde;

// ANCHOR: loss_gradient
/// The gradient of L = Σ (W·x + b − y)²: ∂L/∂W = Σ 2(W·x + b − y)·x and ∂L/∂b = Σ 2(W·x + b − y).
pub fn loss_gradient(w: f32, b: f32, x: &[f32], y: &[f32]) -> (f32, f32) {
    let (mut dw, mut db) = (0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        let twice = 2.0 * (w * x + b - y);
        dw += twice * x;
        db += twice;
    }
    (dw, db)
}
// ANCHOR_END: loss_gradient

// ANCHOR: broadcast_bug
/// The loss is Σᵢ Σⱼ (W·xᵢ + b − yⱼ)²: every input is compared with every target, so the best
/// answer is their mean whatever x is. W → 0, b → mean(y) = −1.5.
pub fn broadcast_bug() -> (f64, f64) {
    (0.0, -1.5)
}
// ANCHOR_END: broadcast_bug

// ANCHOR: largest_stable_rate
/// For x = 0, 1, 2 the Hessian is 2·[[5, 3], [3, 3]], so λ_max = 2·(4 + √10) and the limit is
/// 2/λ_max = 1/(4 + √10).
pub fn largest_stable_rate() -> f64 {
    1.0 / (4.0 + 10.0_f64.sqrt())
}
// ANCHOR_END: largest_stable_rate

// ANCHOR: momentum_step
/// Δ ← −(1 − ν)·η·∇ + ν·Δ, then a ← a + Δ.
pub fn momentum_step(a: f64, change: f64, gradient: f64, rate: f64, nu: f64) -> (f64, f64) {
    let change = -(1.0 - nu) * rate * gradient + nu * change;
    (a + change, change)
}
// ANCHOR_END: momentum_step

// ANCHOR: ridge
/// Solves (VᵀV/n + μI)·a = Vᵀy/n.
pub fn ridge(x: &[f64], y: &[f64], degree: usize, mu: f64) -> Vec<f64> {
    let n = x.len() as f64;
    let v = vandermonde(x, degree);
    let left = v.transpose() * &v / n + DMatrix::identity(degree + 1, degree + 1) * mu;
    let right = v.transpose() * DVector::from_column_slice(y) / n;
    let a = left
        .lu()
        .solve(&right)
        .expect("a positive μ makes it solvable");
    a.as_slice().to_vec()
}
// ANCHOR_END: ridge

// ANCHOR: minibatch_gradient
/// The gradient of the mean squared loss over the rows of one batch.
pub fn minibatch_gradient(w: f64, b: f64, x: &[f64], y: &[f64], batch: &[usize]) -> (f64, f64) {
    let (mut dw, mut db) = (0.0, 0.0);
    for &i in batch {
        let twice = 2.0 * (w * x[i] + b - y[i]);
        dw += twice * x[i];
        db += twice;
    }
    let n = batch.len() as f64;
    (dw / n, db / n)
}
// ANCHOR_END: minibatch_gradient

// ANCHOR: best_constants
/// The mean, which minimises the squared error, and the median, which minimises the absolute one.
pub fn best_constants(values: &[f64]) -> (f64, f64) {
    let n = values.len();
    let mean = values.iter().sum::<f64>() / n as f64;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0;
    (mean, median)
}
// ANCHOR_END: best_constants

// ANCHOR: standardise
/// Both columns, shifted and scaled by the mean and the standard deviation of the training column.
pub fn standardise(train: &[f64], test: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let n = train.len() as f64;
    let mean = train.iter().sum::<f64>() / n;
    let variance = train.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
    let apply = |column: &[f64]| {
        column
            .iter()
            .map(|v| (v - mean) / variance.sqrt())
            .collect()
    };
    (apply(train), apply(test))
}
// ANCHOR_END: standardise
