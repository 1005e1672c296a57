//! How much of a gradient is left after many steps back through time.

use nabla::rnn::Recurrent;
use nabla::{Rng, Tape, Tensor};
use ndarray::{Array1, Array2};
use rand_distr::{Distribution, StandardNormal};

// ANCHOR: radius
/// The factor by which a long row of steps through `w` stretches, per step: the absolute value of
/// its largest eigenvalue. By squaring ten times: the size of w¹⁰²⁴, and of that the 1024th root.
pub fn spectral_radius(w: &Array2<f64>) -> f64 {
    let (mut power, mut log, mut exponent) = (w.clone(), 0.0, 1.0);
    for _ in 0..10 {
        let size = norm(&power);
        power /= size; // keeps the numbers in range; what was taken out is remembered
        power = power.dot(&power);
        log = 2.0 * (log + size.ln());
        exponent *= 2.0;
    }
    ((log + norm(&power).ln()) / exponent).exp()
}

/// The root of the sum of all squares.
fn norm(w: &Array2<f64>) -> f64 {
    w.iter().map(|v| v * v).sum::<f64>().sqrt()
}
// ANCHOR_END: radius

/// A random matrix `[hidden, hidden]`, stretched until its largest eigenvalue has this absolute value.
pub fn of_radius(hidden: usize, radius: f64, rng: &mut Rng) -> Array2<f64> {
    let w = Array2::from_shape_simple_fn((hidden, hidden), || StandardNormal.sample(rng));
    let factor = radius / spectral_radius(&w);
    w * factor
}

// ANCHOR: reach
/// What is left of a gradient at h_T after 0, 1, 2, … steps back: the size of
/// ∂h_T/∂h_t, as the mean stretch of a direction. Without `squash` the cell is
/// the bare matrix, without tanh. `inputs` are what is added at each step.
pub fn reach(w: &Array2<f64>, inputs: &[Array1<f64>], squash: bool) -> Vec<f64> {
    let mut h = Array1::<f64>::zeros(w.nrows());
    let mut derivatives = Vec::new(); // of the tanh, at each step
    for x in inputs {
        h = h.dot(w) + x;
        if squash {
            h = h.tanh();
            derivatives.push(h.mapv(|h| 1.0 - h * h));
        } else {
            derivatives.push(Array1::ones(h.len()));
        }
    }
    // From the last step back: ∂h_T/∂h_{t−1} = W·diag(1 − h_t²)·∂h_T/∂h_t
    let mut jacobian = Array2::<f64>::eye(w.nrows());
    let size = |j: &Array2<f64>| norm(j) / (w.nrows() as f64).sqrt();
    let mut sizes = vec![size(&jacobian)];
    for derivative in derivatives.iter().rev() {
        jacobian = (w * derivative).dot(&jacobian); // column by column
        sizes.push(size(&jacobian));
    }
    sizes
}
// ANCHOR_END: reach

/// Random inputs of this size, one a step.
pub fn inputs(hidden: usize, steps: usize, size: f64, rng: &mut Rng) -> Vec<Array1<f64>> {
    let one = |rng: &mut Rng| -> f64 { StandardNormal.sample(rng) };
    (0..steps)
        .map(|_| Array1::from_shape_simple_fn(hidden, || size * one(rng)))
        .collect()
}

// ANCHOR: arrival
/// How much of a gradient at the last state arrives at the input of each step, for a layer as it starts: the size of
/// ∂(v·h_T)/∂x_t for random directions v, the last step first, each divided by the last step's.
pub fn arrival(layer: &dyn Recurrent, inputs: usize, steps: usize, rng: &mut Rng) -> Vec<f64> {
    let count = 32;
    let tape = Tape::new();
    let x = tape.variable(Tensor::normal([count, steps, inputs], rng));
    let direction = tape.constant(Tensor::normal([count, layer.hidden()], rng));
    let end = (layer.run(&tape, x, None, None).last * direction).sum();
    let grads = end.backward();
    let mut sizes = vec![0.0_f64; steps];
    for row in grads.of(x).data().chunks_exact(steps * inputs) {
        for (size, step) in sizes.iter_mut().rev().zip(row.chunks_exact(inputs)) {
            *size += step.iter().map(|&g| f64::from(g).powi(2)).sum::<f64>();
        }
    }
    let last = sizes[0];
    sizes.iter().map(|size| (size / last).sqrt()).collect()
}
// ANCHOR_END: arrival
