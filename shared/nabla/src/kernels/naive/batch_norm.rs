//! Batch normalisation by its formula.

use crate::Tensor;

/// Batch normalisation, straight from the formula and in double precision: each channel (the last
/// axis) of `x` minus its mean, divided by √(σ² + ε), times γ, plus β.
///
/// # Panics
/// If `gamma` and `beta` do not hold one number a channel.
pub fn batch_norm(x: &Tensor, gamma: &Tensor, beta: &Tensor, epsilon: f32) -> Tensor {
    let (rows, channels) = x.shape().as_rows();
    let mut y = x.clone();
    for c in 0..channels {
        let column = || (0..rows).map(|r| f64::from(x.data()[r * channels + c]));
        let mean = column().sum::<f64>() / rows as f64;
        let variance = column().map(|x| (x - mean).powi(2)).sum::<f64>() / rows as f64;
        for (r, x) in column().enumerate() {
            let unit = (x - mean) / (variance + f64::from(epsilon)).sqrt();
            let (gamma, beta) = (f64::from(gamma.data()[c]), f64::from(beta.data()[c]));
            y.data_mut()[r * channels + c] = (gamma * unit + beta) as f32;
        }
    }
    y
}
