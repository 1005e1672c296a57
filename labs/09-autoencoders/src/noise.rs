//! Pictures with noise on them, and how far two pictures are apart.

use nabla::{Rng, Tensor};
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};

/// What spoils a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Noise {
    /// Normal noise of this standard deviation on each pixel; what leaves 0 to 1 is cut off.
    Normal(f32),
    /// Each pixel is blanked with this probability.
    Blank(f32),
}

impl Noise {
    // ANCHOR: noise
    /// The same pictures, spoilt.
    pub fn on(self, pictures: &Tensor, rng: &mut Rng) -> Tensor {
        let mut spoilt = pictures.clone();
        for pixel in spoilt.data_mut() {
            match self {
                Noise::Normal(sigma) => {
                    let epsilon: f32 = StandardNormal.sample(rng);
                    *pixel = (*pixel + sigma * epsilon).clamp(0.0, 1.0);
                }
                Noise::Blank(fraction) => {
                    if rng.random_range(0.0..1.0) < fraction {
                        *pixel = 0.0;
                    }
                }
            }
        }
        spoilt
    }
    // ANCHOR_END: noise
}

/// The mean squared difference over all numbers.
///
/// # Panics
/// If the tensors have different numbers of numbers.
pub fn mse(a: &Tensor, b: &Tensor) -> f64 {
    assert_eq!(a.len(), b.len(), "mse: two different sizes");
    let pairs = a.data().iter().zip(b.data());
    let total: f64 = pairs.map(|(a, b)| f64::from(a - b).powi(2)).sum();
    total / a.len() as f64
}

/// The mean squared difference of each row.
pub fn mse_of_rows(a: &Tensor, b: &Tensor) -> Vec<f64> {
    let columns = a.shape().last();
    let rows = a
        .data()
        .chunks_exact(columns)
        .zip(b.data().chunks_exact(columns));
    let row = |(a, b): (&[f32], &[f32])| {
        let total: f64 = a.iter().zip(b).map(|(a, b)| f64::from(a - b).powi(2)).sum();
        total / columns as f64
    };
    rows.map(row).collect()
}

/// Peak signal-to-noise ratio in decibels, for pixels from 0 to 1: ten times the mean squared error less is 10 dB more.
pub fn psnr(mse: f64) -> f64 {
    10.0 * (1.0 / mse).log10()
}
