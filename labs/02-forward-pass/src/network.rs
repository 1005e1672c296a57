//! The 3-3-2 network of Urbanic's *Deep Learning in an Afternoon* (Pittsburgh Supercomputing Center,
//! 2020): one neuron at a time, then a layer as one matrix product, then many examples at once.

use nalgebra::{SMatrix, SVector};
use ndarray::{Array1, Array2};

/// What goes in: three numbers.
pub const INPUT: [f64; 3] = [0.5, 0.9, -0.3];

/// One row of weights for each hidden neuron H1, H2, H3: `[out, in]`.
pub const HIDDEN: [[f64; 3]; 3] = [
    [1.0, -2.0, 2.0], // H1
    [2.0, 1.0, -4.0], // H2
    [1.0, -1.0, 0.0], // H3
];

/// One row of weights for each output neuron O1, O2: `[out, in]`.
pub const OUTPUT: [[f64; 3]; 2] = [
    [-3.0, 1.0, -3.0], // O1
    [0.0, 1.0, 2.0],   // O2
];

// ANCHOR: neuron
/// `Σ wᵢ xᵢ`: what a neuron adds up before it decides anything.
///
/// # Panics
/// If there is not one weight for each input.
pub fn weighted_sum(weights: &[f64], x: &[f64]) -> f64 {
    assert_eq!(
        weights.len(),
        x.len(),
        "a neuron needs one weight for each input"
    );
    weights.iter().zip(x).map(|(w, x)| w * x).sum()
}

/// `1 / (1 + e⁻ˢ)`, the curve of lab 1.
pub fn sigmoid(s: f64) -> f64 {
    1.0 / (1.0 + (-s).exp())
}

/// One layer, neuron by neuron: `σ(Σ wᵢ xᵢ + b)` for each row of `weights` (`[out,
/// in]`), all with the same bias `b`.
pub fn layer_by_hand<const IN: usize>(weights: &[[f64; IN]], b: f64, x: &[f64]) -> Vec<f64> {
    weights
        .iter()
        .map(|row| sigmoid(weighted_sum(row, x) + b))
        .collect()
}
// ANCHOR_END: neuron

// ANCHOR: layer
/// One layer as one matrix product, `σ(W·x + b)`: `w` is `[OUT, IN]`, `x` a column of
/// `IN` numbers.
///
/// The sizes are part of the types, so a `W` of the wrong shape does not compile.
pub fn layer<const OUT: usize, const IN: usize>(
    w: &SMatrix<f64, OUT, IN>,
    b: &SVector<f64, OUT>,
    x: &SVector<f64, IN>,
) -> SVector<f64, OUT> {
    (w * x + b).map(sigmoid)
}
// ANCHOR_END: layer

/// The rows of `weights` as a matrix, `[OUT, IN]`.
pub fn matrix<const OUT: usize, const IN: usize>(
    weights: &[[f64; IN]; OUT],
) -> SMatrix<f64, OUT, IN> {
    SMatrix::from_fn(|row, column| weights[row][column])
}

// ANCHOR: batch
/// One layer for many examples, `σ(X·W + b)`: a row of `x` (`[examples, in]`) is one
/// example, a *column* of `w` (`[in, out]`) is one neuron, and `b` (`[out]`) is added
/// to every row.
///
/// # Panics
/// If the inner sizes differ; see [`inner_sizes_agree`].
pub fn batch(x: &Array2<f64>, w: &Array2<f64>, b: &Array1<f64>) -> Array2<f64> {
    inner_sizes_agree(x, w).unwrap_or_else(|message| panic!("{message}"));
    (x.dot(w) + b).mapv(sigmoid)
}
// ANCHOR_END: batch

/// Whether `x·w` exists.
///
/// # Errors
/// A message with both shapes and the likely reason.
pub fn inner_sizes_agree(x: &Array2<f64>, w: &Array2<f64>) -> Result<(), String> {
    if x.ncols() == w.nrows() {
        return Ok(());
    }
    let hint = if x.ncols() == w.ncols() {
        "; is w transposed?"
    } else {
        ""
    };
    Err(format!(
        "batch: x is {:?}, w is {:?}: inner {} and {} differ{hint}",
        x.shape(),
        w.shape(),
        x.ncols(),
        w.nrows()
    ))
}

/// The rows of `weights` (`[OUT, IN]`) turned into the batch layout, `[IN, OUT]`.
pub fn columns<const OUT: usize, const IN: usize>(weights: &[[f64; IN]; OUT]) -> Array2<f64> {
    Array2::from_shape_fn((IN, OUT), |(input, neuron)| weights[neuron][input])
}

// ANCHOR: collapse
/// A third layer, so that there is something to collapse: `[out, in]`.
pub const LAST: [[f64; 2]; 2] = [[1.0, -1.0], [2.0, 1.0]];

/// Three layers without an activation, one after the other: `W₃(W₂(W₁x))`.
pub fn three_flat_layers(x: &SVector<f64, 3>) -> SVector<f64, 2> {
    matrix(&LAST) * (matrix(&OUTPUT) * (matrix(&HIDDEN) * x))
}

/// The one matrix that does the same: `W₃W₂W₁`.
pub fn collapsed() -> SMatrix<f64, 2, 3> {
    matrix(&LAST) * matrix(&OUTPUT) * matrix(&HIDDEN)
}

/// The same three layers with a sigmoid after each.
pub fn three_bent_layers(x: &SVector<f64, 3>) -> SVector<f64, 2> {
    let hidden = layer(&matrix(&HIDDEN), &SVector::zeros(), x);
    let output = layer(&matrix(&OUTPUT), &SVector::zeros(), &hidden);
    layer(&matrix(&LAST), &SVector::zeros(), &output)
}
// ANCHOR_END: collapse
