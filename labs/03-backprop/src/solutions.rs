//! The reference answers. Better looked at after your own.

use crate::tape::{Engine, Tape, xor_loss};
use ndarray::{Array1, Array2, Axis};

// ANCHOR: gradient_by_hand
/// ∂E/∂w = I · (O − T) · O(1 − O) = 0.96 · (0.85 − 0.1) · 0.85 · 0.15.
pub fn gradient_by_hand() -> f64 {
    0.0918
}
// ANCHOR_END: gradient_by_hand

// ANCHOR: layer_backward
/// dX = dS · Wᵀ, dW = Xᵀ · dS, db = the column sums of dS.
pub fn layer_backward(
    x: &Array2<f64>,
    w: &Array2<f64>,
    d_sum: &Array2<f64>,
) -> (Array2<f64>, Array2<f64>, Array1<f64>) {
    (d_sum.dot(&w.t()), x.t().dot(d_sum), d_sum.sum_axis(Axis(0)))
}
// ANCHOR_END: layer_backward

// ANCHOR: central_difference
/// (f(x+h) − f(x−h))/2h.
pub fn central_difference(f: &dyn Fn(f64) -> f64, x: f64, h: f64) -> f64 {
    (f(x + h) - f(x - h)) / (2.0 * h)
}
// ANCHOR_END: central_difference

// ANCHOR: mul
/// ∂(ab)/∂a = b and ∂(ab)/∂b = a. For a · a both entries name one place, and the walk adds them up: 2a.
pub fn mul(tape: &mut Tape, a: usize, b: usize) -> usize {
    let (left, right) = (tape.value(a), tape.value(b));
    tape.push(left * right, vec![(a, right), (b, left)])
}
// ANCHOR_END: mul

// ANCHOR: walk_backward
/// From the last entry to the first, each hands its gradient, times the derivative, to those it was made from.
pub fn walk_backward(tape: &[Vec<(usize, f64)>]) -> Vec<f64> {
    let mut grads = vec![0.0; tape.len()];
    if let Some(result) = grads.last_mut() {
        *result = 1.0;
    }
    for i in (0..tape.len()).rev() {
        for &(from, derivative) in &tape[i] {
            grads[from] += derivative * grads[i];
        }
    }
    grads
}
// ANCHOR_END: walk_backward

// ANCHOR: planted_bug
/// x is written three times: 3 (from 3·x), then 2 and 2 (from x·x, once an operand). The last one stays.
pub fn planted_bug() -> f64 {
    2.0
}
// ANCHOR_END: planted_bug

// ANCHOR: kl_divergence
/// Σ p ln(p/q), leaving out the terms with p = 0.
pub fn kl_divergence(p: &[f64], q: &[f64]) -> f64 {
    p.iter()
        .zip(q)
        .filter(|&(&p, _)| p > 0.0)
        .map(|(p, q)| p * (p / q).ln())
        .sum()
}
// ANCHOR_END: kl_divergence

// ANCHOR: cross_entropy_gradient
/// (1/N) Σ x(a − y) and (1/N) Σ (a − y).
pub fn cross_entropy_gradient(
    x: &Array2<f64>,
    y: &Array1<f64>,
    w: &Array1<f64>,
    b: f64,
) -> (Array1<f64>, f64) {
    let a = (x.dot(w) + b).mapv(|s| 1.0 / (1.0 + (-s).exp()));
    let d_sum = (a - y) / y.len() as f64;
    (x.t().dot(&d_sum), d_sum.sum())
}
// ANCHOR_END: cross_entropy_gradient

// ANCHOR: train_xor
/// A new tape at each step: what stands on the old one was made from the old weights.
pub fn train_xor(engine: &Engine, mut weights: [f64; 9], rate: f64, steps: usize) -> [f64; 9] {
    for _ in 0..steps {
        let mut tape = engine.tape();
        let places = weights.map(|weight| tape.number(weight));
        xor_loss(&mut tape, &places);
        let grads = tape.gradients();
        for (weight, place) in weights.iter_mut().zip(places) {
            *weight -= rate * grads[place];
        }
    }
    weights
}
// ANCHOR_END: train_xor
