//! Walking downhill: gradient descent, and Newton's method to check where it ends.

use crate::neuron::sigmoid_slope;
use crate::{Example, Neuron, loss};

// ANCHOR: descend
/// Gradient descent: `steps` times, move every number against its slope, by `rate`
/// times the slope. Returns the whole walk: the start, then one neuron per step.
pub fn descend<const D: usize>(
    start: Neuron<D>,
    rate: f64,
    steps: usize,
    gradient: impl Fn(&Neuron<D>) -> Neuron<D>,
) -> Vec<Neuron<D>> {
    let mut neuron = start;
    let mut walk = vec![start];
    for _ in 0..steps {
        let slope = gradient(&neuron);
        for (w, slope) in neuron.w.iter_mut().zip(slope.w) {
            *w -= rate * slope;
        }
        neuron.b -= rate * slope.b;
        walk.push(neuron);
    }
    walk
}
// ANCHOR_END: descend

// ANCHOR: frozen_bias
/// A gradient with a planted bug: it reports that the bias has no slope, so the bias never moves.
pub fn gradient_with_frozen_bias(neuron: &Neuron<1>, data: &[Example<1>]) -> Neuron<1> {
    Neuron {
        b: 0.0,
        ..loss::gradient(neuron, data)
    }
}
// ANCHOR_END: frozen_bias

/// Newton's method on the mean log-loss of one input: divide by the curvature instead of choosing a
/// rate. The curvature is the 2×2 matrix of second derivatives, the mean of p(1−p)·[x², x; x, 1].
/// Also known as iteratively reweighted least squares. Returns the walk, as [`descend`] does.
///
/// Where the two kinds do not overlap there is no optimum to find, and the walk runs off to infinity.
pub fn newton(data: &[Example<1>], steps: usize) -> Vec<Neuron<1>> {
    let mut neuron = Neuron::blank();
    let mut walk = vec![neuron];
    for _ in 0..steps {
        let slope = loss::gradient(&neuron, data);
        let [ww, wb, bb] = curvature(&neuron, data);
        let determinant = ww * bb - wb * wb;
        neuron.w[0] -= (bb * slope.w[0] - wb * slope.b) / determinant;
        neuron.b -= (ww * slope.b - wb * slope.w[0]) / determinant;
        walk.push(neuron);
    }
    walk
}

/// The second derivatives of the mean log-loss: in w twice, in w and b, in b twice.
pub fn curvature(neuron: &Neuron<1>, data: &[Example<1>]) -> [f64; 3] {
    let mut mean = [0.0; 3];
    for example in data {
        let [x] = example.x;
        let bend = sigmoid_slope(neuron.sum(&example.x)) / data.len() as f64;
        mean[0] += bend * x * x;
        mean[1] += bend * x;
        mean[2] += bend;
    }
    mean
}

/// The largest learning rate with which descent still settles near `neuron`: 2 over the largest
/// curvature in any direction (the larger eigenvalue of the matrix of [`curvature`]).
pub fn largest_rate(neuron: &Neuron<1>, data: &[Example<1>]) -> f64 {
    let [ww, wb, bb] = curvature(neuron, data);
    let (middle, spread) = ((ww + bb) / 2.0, (ww - bb) / 2.0);
    2.0 / (middle + spread.hypot(wb))
}
