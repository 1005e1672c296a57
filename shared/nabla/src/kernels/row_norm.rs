//! Layer normalisation, one row at a time: sums along a row, in sixteen lanes and in blocks.

use super::math::multiply_add;
use super::norm::recentred;
use super::rows::{LANES, block};

/// Σ over the lanes, in double precision.
fn across(lanes: [f32; LANES]) -> f64 {
    lanes.iter().map(|&x| f64::from(x)).sum()
}

/// Mean and variance of one row. The first mean is rounded, and far from 0 the sums that it comes from
/// more so: it only serves as a centre, and what it lacks is the mean distance from it.
fn moments(x: &[f32]) -> (f64, f64) {
    let count = x.len() as f64;
    let blocks = || x.chunks(block(x.len()));
    let mean = blocks().map(sum).sum::<f64>() / count;
    let (mut distances, mut squares) = (0.0, 0.0);
    for x in blocks() {
        let (distance, square) = sums_of_distances(x, mean as f32);
        distances += distance;
        squares += square;
    }
    match recentred(distances, squares, count) {
        (0.0, squares) => (mean, squares / count),
        (lacking, squares) => (f64::from(mean as f32) + lacking, squares / count),
    }
}

/// Σx of a block.
fn sum(x: &[f32]) -> f64 {
    let (whole, rest) = x.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for x in whole {
        for i in 0..LANES {
            sums[i] += x[i];
        }
    }
    across(sums) + rest.iter().map(|&x| f64::from(x)).sum::<f64>()
}

/// Σ(x − centre) and Σ(x − centre)² of a block.
fn sums_of_distances(x: &[f32], centre: f32) -> (f64, f64) {
    let (whole, rest) = x.as_chunks::<LANES>();
    let rest_of = |term: &dyn Fn(f32) -> f32| rest.iter().map(|&x| f64::from(term(x))).sum::<f64>();
    let (mut distances, mut squares) = ([0.0; LANES], [0.0; LANES]);
    for x in whole {
        for i in 0..LANES {
            let distance = x[i] - centre;
            distances[i] += distance;
            squares[i] = multiply_add(distance, distance, squares[i]);
        }
    }
    let distances = across(distances) + rest_of(&|x| x - centre);
    let squares = across(squares) + rest_of(&|x| (x - centre) * (x - centre));
    (distances, squares)
}

/// Along one row: Σ γ·dy and Σ γ·dy·(x − centre).
fn products(x: &[f32], dy: &[f32], gamma: &[f32], centre: f32) -> (f64, f64) {
    let size = block(x.len());
    let blocks = x.chunks(size).zip(dy.chunks(size)).zip(gamma.chunks(size));
    blocks.fold((0.0, 0.0), |(sum, product), ((x, dy), gamma)| {
        let of_block = products_of_block(x, dy, gamma, centre);
        (sum + of_block.0, product + of_block.1)
    })
}

fn products_of_block(x: &[f32], dy: &[f32], gamma: &[f32], centre: f32) -> (f64, f64) {
    let ((x, x_rest), (dy, dy_rest)) = (x.as_chunks::<LANES>(), dy.as_chunks::<LANES>());
    let (gamma, gamma_rest) = gamma.as_chunks::<LANES>();
    let (mut sums, mut products) = ([0.0; LANES], [0.0; LANES]);
    for ((x, dy), gamma) in x.iter().zip(dy).zip(gamma) {
        for i in 0..LANES {
            let g = gamma[i] * dy[i];
            sums[i] += g;
            products[i] = multiply_add(g, x[i] - centre, products[i]);
        }
    }
    let (mut sum, mut product) = (across(sums), across(products));
    for ((x, dy), gamma) in x_rest.iter().zip(dy_rest).zip(gamma_rest) {
        let g = f64::from(gamma * dy);
        sum += g;
        product += g * f64::from(x - centre);
    }
    (sum, product)
}

/// y = (x − μ)/√(σ² + ε)·γ + β with the row's own μ and σ²; returns μ and 1/√(σ² + ε).
pub fn forward(x: &[f32], gamma: &[f32], beta: &[f32], epsilon: f32, y: &mut [f32]) -> (f32, f32) {
    let (mean, variance) = moments(x);
    let inverse = (1.0 / (variance + f64::from(epsilon)).sqrt()) as f32;
    let mean = mean as f32;
    for (((y, x), gamma), beta) in y.iter_mut().zip(x).zip(gamma).zip(beta) {
        *y = multiply_add((x - mean) * inverse, *gamma, *beta);
    }
    (mean, inverse)
}

/// Turns `dy` into the gradient of the row, and adds its share to those of γ and β.
pub fn backward(
    x: &[f32],
    gamma: &[f32],
    (mean, inverse): (f32, f32),
    dy: &mut [f32],
    dgamma: &mut [f32],
    dbeta: &mut [f32],
) {
    let (a, b) = products(x, dy, gamma, mean);
    let (i, numbers) = (f64::from(inverse), x.len() as f64);
    let shift = (i * a / numbers) as f32;
    let slope = (i * i * i * b / numbers) as f32;
    let shares = dgamma.iter_mut().zip(dbeta);
    for (((dy, x), gamma), (dgamma, dbeta)) in dy.iter_mut().zip(x).zip(gamma).zip(shares) {
        let distance = x - mean;
        *dbeta += *dy;
        *dgamma = multiply_add(*dy, distance * inverse, *dgamma);
        let direct = multiply_add(*dy * gamma, inverse, -shift);
        *dy = multiply_add(-distance, slope, direct);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::sample;

    /// Against the textbook's two passes in double precision, far from 0 too.
    #[test]
    fn moments_are_exact_far_from_zero() {
        let noise = sample([5003], 1);
        for (offset, deviation) in [(0.0, 1.0), (1e4, 1.0), (1e4, 0.01), (-3e5, 1.0)] {
            let x: Vec<f32> = noise
                .data()
                .iter()
                .map(|x| offset + deviation * x)
                .collect();
            let numbers = || x.iter().map(|&x| f64::from(x));
            let mean = numbers().sum::<f64>() / x.len() as f64;
            let variance = numbers().map(|x| (x - mean).powi(2)).sum::<f64>() / x.len() as f64;
            let found = moments(&x);
            assert!((found.0 - mean).abs() < 1e-3 * f64::from(deviation));
            let error = (found.1 / variance - 1.0).abs();
            assert!(error < 1e-5, "{error} at {offset} ± {deviation}");
        }
    }

    /// A NaN stays one: the variance's bound must not hide it.
    #[test]
    fn a_broken_row_stays_broken() {
        for i in [3, 34] {
            let mut x = vec![1.0; 35];
            x[i] = f32::NAN;
            let mut y = vec![0.0; 35];
            forward(&x, &[1.0; 35], &[0.0; 35], 1e-5, &mut y);
            assert!(y.iter().all(|y| y.is_nan()));
        }
    }
}
