//! Walking downhill: gradient descent, and Newton's method to check where it ends.

use crate::neuron::sigmoid_derivative;
use crate::{Example, Neuron, loss};

// ANCHOR: descend
/// Gradient descent: `steps` times, move every number against its gradient, by `rate`
/// times the gradient. Returns the whole walk: the start, then one neuron per step.
pub fn descend<const D: usize>(
    start: Neuron<D>,
    rate: f64,
    steps: usize,
    gradient: impl Fn(&Neuron<D>) -> Neuron<D>,
) -> Vec<Neuron<D>> {
    let mut neuron = start;
    let mut walk = vec![start];
    for _ in 0..steps {
        let uphill = gradient(&neuron);
        for (w, dw) in neuron.w.iter_mut().zip(uphill.w) {
            *w -= rate * dw;
        }
        neuron.b -= rate * uphill.b;
        walk.push(neuron);
    }
    walk
}
// ANCHOR_END: descend

/// A gradient with a planted bug: it reports that the derivative with respect to the bias is 0, so the bias never moves.
pub fn gradient_with_frozen_bias(neuron: &Neuron<1>, data: &[Example<1>]) -> Neuron<1> {
    Neuron {
        b: 0.0,
        ..loss::gradient(neuron, data)
    }
}

/// Newton's method on the mean log-loss of one input: divide by the curvature instead of choosing a
/// rate. The curvature is the 2×2 matrix of second derivatives, the mean of p(1−p)·[x², x; x, 1].
/// Also known as iteratively reweighted least squares. Returns the walk, as [`descend`] does.
///
/// Where the two kinds do not overlap there is no optimum to find, and the walk runs off to infinity.
pub fn newton(data: &[Example<1>], steps: usize) -> Vec<Neuron<1>> {
    let mut neuron = Neuron::blank();
    let mut walk = vec![neuron];
    for _ in 0..steps {
        let gradient = loss::gradient(&neuron, data);
        let [ww, wb, bb] = curvature(&neuron, data);
        let determinant = ww * bb - wb * wb;
        neuron.w[0] -= (bb * gradient.w[0] - wb * gradient.b) / determinant;
        neuron.b -= (ww * gradient.b - wb * gradient.w[0]) / determinant;
        walk.push(neuron);
    }
    walk
}

/// The second derivatives of the mean log-loss: ∂²/∂w², ∂²/∂w∂b and ∂²/∂b².
pub fn curvature(neuron: &Neuron<1>, data: &[Example<1>]) -> [f64; 3] {
    let mut mean = [0.0; 3];
    for example in data {
        let [x] = example.x;
        let bend = sigmoid_derivative(neuron.sum(&example.x)) / data.len() as f64;
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
    let (middle, half_apart) = ((ww + bb) / 2.0, (ww - bb) / 2.0);
    2.0 / (middle + half_apart.hypot(wb))
}
