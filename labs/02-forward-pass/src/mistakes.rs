//! Plausible wrong answers. The judge knows them, and each has a sentence in `judging.rs` that names the
//! misunderstanding behind it.

use ndarray::{Array1, Array2};

use crate::network::{HIDDEN, OUTPUT, layer_by_hand, sigmoid, weighted_sum};

pub mod scores;

/// The input of the exercise `by_hand`.
pub const NEW_INPUT: [f64; 3] = [1.0, 0.5, -1.0];

/// Stops at O2's weighted sum.
pub fn by_hand_without_last_sigmoid() -> f64 {
    weighted_sum(&OUTPUT[1], &layer_by_hand(&HIDDEN, 0.0, &NEW_INPUT))
}

/// Hands the hidden sums on as they are.
pub fn by_hand_without_hidden_sigmoid() -> f64 {
    let sums: Vec<f64> = HIDDEN
        .iter()
        .map(|row| weighted_sum(row, &NEW_INPUT))
        .collect();
    sigmoid(weighted_sum(&OUTPUT[1], &sums))
}

/// Reads each hidden neuron's weights down a column.
pub fn by_hand_transposed() -> f64 {
    let columns: [[f64; 3]; 3] = std::array::from_fn(|i| HIDDEN.map(|row| row[i]));
    sigmoid(weighted_sum(
        &OUTPUT[1],
        &layer_by_hand(&columns, 0.0, &NEW_INPUT),
    ))
}

/// Gives O1.
pub fn by_hand_other_output() -> f64 {
    sigmoid(weighted_sum(
        &OUTPUT[0],
        &layer_by_hand(&HIDDEN, 0.0, &NEW_INPUT),
    ))
}

/// O2 for another input or with a bias.
pub fn by_hand_with(x: [f64; 3], bias: f64) -> f64 {
    let hidden = layer_by_hand(&HIDDEN, bias, &x);
    sigmoid(weighted_sum(&OUTPUT[1], &hidden) + bias)
}

/// A layer that ends in another bend.
pub fn layer_bent(
    x: &Array2<f64>,
    weights: &Array2<f64>,
    bias: &Array1<f64>,
    bend: fn(f64) -> f64,
) -> Array2<f64> {
    (x.dot(&weights.t()) + bias).mapv(bend)
}

/// `σ(x·Wᵀ)`.
pub fn layer_without_bias(
    x: &Array2<f64>,
    weights: &Array2<f64>,
    _bias: &Array1<f64>,
) -> Array2<f64> {
    x.dot(&weights.t()).mapv(sigmoid)
}

/// `x·Wᵀ + b`.
pub fn layer_without_activation(
    x: &Array2<f64>,
    weights: &Array2<f64>,
    bias: &Array1<f64>,
) -> Array2<f64> {
    x.dot(&weights.t()) + bias
}

/// `σ(x·Wᵀ) + b`.
pub fn layer_bias_too_late(
    x: &Array2<f64>,
    weights: &Array2<f64>,
    bias: &Array1<f64>,
) -> Array2<f64> {
    x.dot(&weights.t()).mapv(sigmoid) + bias
}

/// Gets the shape right by pouring the same numbers into `[in, out]`.
///
/// # Panics
/// Never for a weight matrix in standard layout: the number of elements stays the same.
pub fn layer_reshaped(x: &Array2<f64>, weights: &Array2<f64>, bias: &Array1<f64>) -> Array2<f64> {
    let (out, inputs) = weights.dim();
    let poured = weights
        .to_shape((inputs, out))
        .expect("as many elements as before");
    (x.dot(&poured) + bias).mapv(sigmoid)
}

/// `eˢ`, whatever α is.
pub fn elu_derivative_without_alpha(s: f64, _alpha: f64) -> f64 {
    if s > 0.0 { 1.0 } else { s.exp() }
}

/// The value instead of the derivative.
pub fn elu_value(s: f64, alpha: f64) -> f64 {
    if s > 0.0 { s } else { alpha * s.exp_m1() }
}

/// Keeps the −1.
pub fn elu_derivative_keeps_constant(s: f64, alpha: f64) -> f64 {
    if s > 0.0 { 1.0 } else { alpha * s.exp_m1() }
}

/// The derivative of ReLU.
pub fn elu_derivative_of_relu(s: f64, _alpha: f64) -> f64 {
    f64::from(s > 0.0)
}

/// Weights only.
pub fn parameters_without_biases(widths: &[usize]) -> usize {
    widths.windows(2).map(|pair| pair[0] * pair[1]).sum()
}

/// One bias a layer.
pub fn parameters_one_bias_a_layer(widths: &[usize]) -> usize {
    widths.windows(2).map(|pair| pair[0] * pair[1] + 1).sum()
}

/// A bias for each input, too.
pub fn parameters_biased_inputs(widths: &[usize]) -> usize {
    widths[0] + crate::solutions::parameters(widths)
}
