//! The gradients of a convolution, by hand.
//!
//! Forward: y = x slid over by k, plus b. Given dy = ∂L/∂y, the gradient of the
//! loss with respect to y, these are ∂L/∂k, ∂L/∂x and ∂L/∂b.

use crate::filter::{Grid, flip, shape, slide, zeros};

// ANCHOR: gradients
/// The gradient of the filter. Weight (i, j) has a part in every y (r, c), by
/// way of the pixel (r + i, c + j); over all places these parts add up. Read
/// the sum again and it is dy, slid over x.
pub fn weight_gradient(x: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    slide(x, dy)
}

/// The gradient of the picture, as it comes: every y hands its part of dy back
/// to the pixels it looked at, each by its weight. A pixel under several
/// windows gets several parts, and they *add up*.
pub fn input_gradient_by_scattering(dy: &[Vec<f64>], k: &[Vec<f64>]) -> Grid {
    let ([oh, ow], [kh, kw]) = (shape(dy), shape(k));
    let mut dx = zeros([oh + kh - 1, ow + kw - 1]);
    for (r, row) in dy.iter().enumerate() {
        for (c, dy) in row.iter().enumerate() {
            for (i, weights) in k.iter().enumerate() {
                for (j, weight) in weights.iter().enumerate() {
                    dx[r + i][c + j] += dy * weight;
                }
            }
        }
    }
    dx
}

/// The same, asked by the pixel: which y looked at me, and by which weight?
/// That is the flipped filter sliding over dy with a margin of zeros, wide
/// enough that it may touch a corner only. It is called a *full* convolution.
pub fn input_gradient(dy: &[Vec<f64>], k: &[Vec<f64>]) -> Grid {
    slide(&with_margin(dy, shape(k)), &flip(k))
}

/// dy with zeros around it, as far out as a filter of this shape still touches a corner.
pub fn with_margin(dy: &[Vec<f64>], [kh, kw]: [usize; 2]) -> Grid {
    let [oh, ow] = shape(dy);
    let mut padded = zeros([oh + 2 * (kh - 1), ow + 2 * (kw - 1)]);
    for (r, row) in dy.iter().enumerate() {
        padded[r + kh - 1][kw - 1..kw - 1 + ow].copy_from_slice(row);
    }
    padded
}
// ANCHOR_END: gradients

/// The gradient of the bias, which is added at every place.
pub fn bias_gradient(dy: &[Vec<f64>]) -> f64 {
    dy.iter().flatten().sum()
}

/// The bug: `=` where `+=` belongs. Each place throws away what the places
/// before it found, and the last one wins.
pub fn weight_gradient_overwritten(x: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    let ([h, w], [oh, ow]) = (shape(x), shape(dy));
    let mut dk = zeros([h - oh + 1, w - ow + 1]);
    for (r, row) in dy.iter().enumerate() {
        for (c, dy) in row.iter().enumerate() {
            for (i, weights) in dk.iter_mut().enumerate() {
                for (j, dk) in weights.iter_mut().enumerate() {
                    *dk = dy * x[r + i][c + j];
                }
            }
        }
    }
    dk
}

/// Any gradient, measured: moves each number of `at` by 10⁻⁵ up and down, and
/// looks what the loss does.
pub fn measured(loss: impl Fn(&Grid) -> f64, at: &[Vec<f64>]) -> Grid {
    const STEP: f64 = 1e-5;
    let mut here = at.to_vec();
    let mut gradient = zeros(shape(at));
    for (r, row) in gradient.iter_mut().enumerate() {
        for (c, derivative) in row.iter_mut().enumerate() {
            here[r][c] = at[r][c] + STEP;
            let up = loss(&here);
            here[r][c] = at[r][c] - STEP;
            *derivative = (up - loss(&here)) / (2.0 * STEP);
            here[r][c] = at[r][c];
        }
    }
    gradient
}

/// The largest distance between two grids of one shape.
///
/// # Panics
/// If their shapes differ.
pub fn distance(a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
    assert_eq!(
        shape(a),
        shape(b),
        "two grids of different shapes have no distance"
    );
    let pairs = a.iter().flatten().zip(b.iter().flatten());
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}
