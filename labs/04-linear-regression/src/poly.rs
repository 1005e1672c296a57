//! Polynomials y(x) = Σ a_j x^j: still linear in the unknowns, so still linear regression.

use nalgebra::{DMatrix, DVector};

/// The Vandermonde matrix: row i is 1, x_i, x_i², …, x_i^degree. Shape [n, degree + 1].
pub fn vandermonde(x: &[f64], degree: usize) -> DMatrix<f64> {
    DMatrix::from_fn(x.len(), degree + 1, |i, j| x[i].powi(j as i32))
}

/// The polynomial's value at x, by Horner's rule.
pub fn evaluate(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, a| sum * x + a)
}

/// The mean squared loss (1/n) Σ (y(x_i) − y_i)².
pub fn mean_squared_loss(coefficients: &[f64], x: &[f64], y: &[f64]) -> f64 {
    let sum: f64 = x
        .iter()
        .zip(y)
        .map(|(x, y)| (evaluate(coefficients, *x) - y).powi(2))
        .sum();
    sum / x.len() as f64
}

// ANCHOR: closed_forms
/// Least squares by the normal equations VᵀV·a = Vᵀy, solved by Cholesky.
///
/// `None` if rounding has made VᵀV lose its positive definiteness.
pub fn by_normal_equations(v: &DMatrix<f64>, y: &DVector<f64>) -> Option<DVector<f64>> {
    (v.transpose() * v)
        .cholesky()
        .map(|factor| factor.solve(&(v.transpose() * y)))
}

/// Least squares by V = Q·R: R·a = Qᵀy, solved from the last row upwards.
///
/// `None` if a column repeats what the others say, so that R has a zero on its diagonal.
pub fn by_qr(v: &DMatrix<f64>, y: &DVector<f64>) -> Option<DVector<f64>> {
    let qr = v.clone().qr();
    qr.r().solve_upper_triangular(&(qr.q().transpose() * y))
}

/// Least squares by V = U·Σ·Zᵀ: a = Z·Σ⁻¹·Uᵀy, with singular values below `cutoff`·σ_max left
/// out. Of all best fits this is the one with the smallest Σa².
pub fn by_svd(v: &DMatrix<f64>, y: &DVector<f64>, cutoff: f64) -> DVector<f64> {
    let svd = v.clone().svd(true, true);
    let smallest = cutoff * svd.singular_values.max();
    svd.solve(y, smallest).expect("both U and V were asked for")
}
// ANCHOR_END: closed_forms

/// The condition number σ_max/σ_min of a matrix: how much a relative error may grow.
pub fn condition(v: &DMatrix<f64>) -> f64 {
    let values = v.singular_values();
    values.max() / values.min()
}

/// Gradient descent on the mean squared loss (1/n)‖V·a − y‖², whose gradient is (2/n)·Vᵀ(V·a − y).
pub fn by_gradient_descent(
    v: &DMatrix<f64>,
    y: &DVector<f64>,
    rate: f64,
    steps: usize,
) -> DVector<f64> {
    let n = v.nrows() as f64;
    let mut a = DVector::zeros(v.ncols());
    for _ in 0..steps {
        let gradient = v.transpose() * (v * &a - y) * (2.0 / n);
        a -= gradient * rate;
    }
    a
}

/// The curvatures (λ_min, λ_max) of the mean squared loss: the squared singular values of V, times
/// 2/n.
pub fn mean_curvatures(v: &DMatrix<f64>) -> (f64, f64) {
    let values = v.singular_values();
    let curvature = |s: f64| 2.0 * s * s / v.nrows() as f64;
    (curvature(values.min()), curvature(values.max()))
}
