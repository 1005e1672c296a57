//! A table with many columns: standardise, then fit.

use nalgebra::{DMatrix, DVector};
use ndarray::ArrayView2;

/// (training column, other column) → the two standardised.
pub type Standardise = fn(&[f64], &[f64]) -> (Vec<f64>, Vec<f64>);

// ANCHOR: design
/// The tables [1 | standardised features] of the training rows and of the other rows. Shapes
/// [rows, columns + 1].
pub fn design(
    standardise: Standardise,
    features: ArrayView2<f64>,
    train: &[usize],
    other: &[usize],
) -> (DMatrix<f64>, DMatrix<f64>) {
    let columns = features.ncols();
    let mut fitted = DMatrix::from_element(train.len(), columns + 1, 1.0);
    let mut applied = DMatrix::from_element(other.len(), columns + 1, 1.0);
    for j in 0..columns {
        let pick = |rows: &[usize]| rows.iter().map(|&i| features[[i, j]]).collect::<Vec<_>>();
        let (a, b) = standardise(&pick(train), &pick(other));
        fitted.column_mut(j + 1).copy_from_slice(&a);
        applied.column_mut(j + 1).copy_from_slice(&b);
    }
    (fitted, applied)
}
// ANCHOR_END: design

/// The fraction of the targets' variance that the fit explains, R² = 1 − Σ(y − ŷ)²/Σ(y − ȳ)².
pub fn explained(
    design: &DMatrix<f64>,
    coefficients: &DVector<f64>,
    targets: &DVector<f64>,
) -> f64 {
    let residual = design * coefficients - targets;
    let centred = targets.add_scalar(-targets.mean());
    1.0 - residual.norm_squared() / centred.norm_squared()
}
