//! How wrong a neuron is, and the direction in which it gets less wrong.

use crate::neuron::sigmoid;
use crate::{Example, Neuron};

/// How probable this neuron says the data is: the product over all examples of the probability it
/// gave to what really happened, p where the answer was yes and 1 − p where it was no.
pub fn likelihood<const D: usize>(neuron: &Neuron<D>, data: &[Example<D>]) -> f64 {
    let given = |example: &Example<D>| {
        let p = neuron.probability(&example.x);
        if example.y == 1.0 { p } else { 1.0 - p }
    };
    data.iter().map(given).product()
}

// ANCHOR: naive_log_loss
/// The log-loss of one example as the formula stands: −[y·ln p + (1−y)·ln(1−p)].
/// Kept beside [`log_loss`] because of how it fails: a sum of 40 is enough.
pub fn naive_log_loss(s: f64, y: f64) -> f64 {
    let p = sigmoid(s);
    -(y * p.ln() + (1.0 - y) * (1.0 - p).ln())
}
// ANCHOR_END: naive_log_loss

/// softplus(s) = ln(1 + eˢ), without overflow: only e to a number ≤ 0 is ever computed.
pub fn softplus(s: f64) -> f64 {
    s.max(0.0) + (-s.abs()).exp().ln_1p()
}

/// The log-loss of one example from its sum `s`: −ln p is softplus(−s), −ln(1−p) is softplus(s).
pub fn log_loss(s: f64, y: f64) -> f64 {
    y * softplus(-s) + (1.0 - y) * softplus(s)
}

/// The mean log-loss over the data: what learning makes small. In nats per example.
pub fn mean_log_loss<const D: usize>(neuron: &Neuron<D>, data: &[Example<D>]) -> f64 {
    let total: f64 = data
        .iter()
        .map(|example| log_loss(neuron.sum(&example.x), example.y))
        .sum();
    total / data.len() as f64
}

/// The gradient of [`mean_log_loss`]: the mean of (p − y)·x and of p − y. It has the shape of a neuron:
/// `.w[n]` is the derivative with respect to that weight, `.b` with respect to the bias.
pub fn gradient<const D: usize>(neuron: &Neuron<D>, data: &[Example<D>]) -> Neuron<D> {
    let mut gradient = Neuron::blank();
    for example in data {
        let error = (neuron.probability(&example.x) - example.y) / data.len() as f64;
        for (dw, x) in gradient.w.iter_mut().zip(example.x) {
            *dw += error * x;
        }
        gradient.b += error;
    }
    gradient
}

// ANCHOR: measured_gradient
/// The same gradient without any calculus: nudge each number up and down by a little,
/// and see how much `loss` changes. Slow and slightly inexact, so it makes a good
/// judge and a bad engine.
pub fn measured_gradient<const D: usize>(
    neuron: &Neuron<D>,
    loss: impl Fn(&Neuron<D>) -> f64,
) -> Neuron<D> {
    const NUDGE: f64 = 1e-5;
    let derivative = |nudge: &dyn Fn(&mut Neuron<D>, f64)| {
        let (mut up, mut down) = (*neuron, *neuron);
        nudge(&mut up, NUDGE);
        nudge(&mut down, -NUDGE);
        (loss(&up) - loss(&down)) / (2.0 * NUDGE)
    };
    Neuron {
        w: std::array::from_fn(|n| derivative(&|neuron, by| neuron.w[n] += by)),
        b: derivative(&|neuron, by| neuron.b += by),
    }
}
// ANCHOR_END: measured_gradient
