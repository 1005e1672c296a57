//! Layer normalisation, one row at a time: sums along a row, in sixteen lanes.

use super::math::multiply_add;

/// Lanes of a sum along a row.
const LANES: usize = 16;

/// Σ over the lanes, in double precision.
fn across(lanes: [f32; LANES]) -> f64 {
    lanes.iter().map(|&x| f64::from(x)).sum()
}

/// Mean and variance of one row.
fn moments(x: &[f32]) -> (f64, f64) {
    let (whole, rest) = x.as_chunks::<LANES>();
    let sum = |term: &dyn Fn(f32) -> f32| rest.iter().map(|&x| f64::from(term(x))).sum::<f64>();
    let mut sums = [0.0; LANES];
    for x in whole {
        for i in 0..LANES {
            sums[i] += x[i];
        }
    }
    let mean = (across(sums) + sum(&|x| x)) / x.len() as f64;
    let centre = mean as f32;
    let mut sums = [0.0; LANES];
    for x in whole {
        for i in 0..LANES {
            sums[i] = multiply_add(x[i] - centre, x[i] - centre, sums[i]);
        }
    }
    let squares = across(sums) + sum(&|x| (x - centre) * (x - centre));
    (mean, squares / x.len() as f64)
}

/// Along one row: Σ γ·dy and Σ γ·dy·(x − centre).
fn products(x: &[f32], dy: &[f32], gamma: &[f32], centre: f32) -> (f64, f64) {
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
