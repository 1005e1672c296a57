//! Wrong gradients of cross-entropy, and wrong divergences.

use ndarray::{Array1, Array2};

/// D(q‖p).
pub fn kl_divergence_reversed(p: &[f64], q: &[f64]) -> f64 {
    p.iter()
        .zip(q)
        .filter(|&(_, &q)| q > 0.0)
        .map(|(p, q)| q * (q / p).ln())
        .sum()
}

/// The cross-entropy H(p, q).
pub fn kl_divergence_as_cross_entropy(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).map(|(p, q)| -p * q.ln()).sum()
}

/// The terms that count, each made by `term`.
fn terms(p: &[f64], q: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    let pairs = p.iter().zip(q).filter(|&(&p, _)| p > 0.0);
    pairs.map(|(&p, &q)| term(p, q)).sum()
}

/// Right, in bits.
pub fn kl_divergence_in_bits(p: &[f64], q: &[f64]) -> f64 {
    terms(p, q, |p, q| p * (p / q).log2())
}

/// Σ p ln(q/p).
pub fn kl_divergence_upside_down(p: &[f64], q: &[f64]) -> f64 {
    terms(p, q, |p, q| p * (q / p).ln())
}

/// Σ ln(p/q).
pub fn kl_divergence_without_weights(p: &[f64], q: &[f64]) -> f64 {
    terms(p, q, |p, q| (p / q).ln())
}

/// Every term made positive, as if a waste could not be a gain for one event.
pub fn kl_divergence_of_sizes(p: &[f64], q: &[f64]) -> f64 {
    terms(p, q, |p, q| (p * (p / q).ln()).abs())
}

/// The mean of the terms.
pub fn kl_divergence_averaged(p: &[f64], q: &[f64]) -> f64 {
    terms(p, q, |p, q| p * (p / q).ln()) / p.len() as f64
}

/// Lets 0 · ln 0 become NaN.
pub fn kl_divergence_with_nan(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).map(|(p, q)| p * (p / q).ln()).sum()
}

/// A term with a little in it, and how much that is.
type Little = (fn(p: f64, q: f64, little: f64) -> f64, f64);

/// The ways to put in a little so that no logarithm is of 0.
pub fn littles() -> Vec<Little> {
    let ways: [fn(f64, f64, f64) -> f64; 7] = [
        |p, q, little| (p + little) * ((p + little) / q).ln(),
        |p, q, little| (p + little) * ((p + little) / (q + little)).ln(),
        |p, q, little| p.max(little) * (p.max(little) / q).ln(),
        |p, q, little| p.max(little) * (p.max(little) / q.max(little)).ln(),
        |p, q, little| p * ((p + little) / (q + little)).ln(),
        |p, q, little| p * (p.max(little) / q.max(little)).ln(),
        |p, q, little| p * ((p + little) / q).ln(),
    ];
    let sizes = [1e-3, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12];
    let mut all: Vec<Little> = ways
        .iter()
        .flat_map(|&way| sizes.map(|size| (way, size)))
        .collect();
    // The last way changes the sum by a few times its size alone: so little of it is rounding.
    all.pop();
    all
}

/// The divergence with such terms.
pub fn kl_divergence_with_a_little(&(term, little): &Little, p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).map(|(&p, &q)| term(p, q, little)).sum()
}

/// What is rarer than `rare` counts as never.
pub fn kl_divergence_without_the_rare(rare: f64, p: &[f64], q: &[f64]) -> f64 {
    terms(p, q, |p, q| if p > rare { p * (p / q).ln() } else { 0.0 })
}

/// The gradient with `sigmoid` for the neuron and `d_sum` for ∂(N·C)/∂z of one sample, divided by `count` of x's sizes.
fn neuron_gradient(
    (x, y, w, b): (&Array2<f64>, &Array1<f64>, &Array1<f64>, f64),
    sigmoid: impl Fn(f64) -> f64,
    d_sum: impl Fn(f64, f64) -> f64,
) -> (Array1<f64>, f64) {
    let n = y.len() as f64;
    let a = (x.dot(w) + b).mapv(sigmoid);
    let d: Array1<f64> = a.iter().zip(y).map(|(&a, &y)| d_sum(a, y) / n).collect();
    (x.t().dot(&d), d.sum())
}

fn sigmoid(s: f64) -> f64 {
    1.0 / (1.0 + (-s).exp())
}

/// What goes into the gradient of one neuron.
pub type Neuron = (Array2<f64>, Array1<f64>, Array1<f64>, f64);

fn view((x, y, w, b): &Neuron) -> (&Array2<f64>, &Array1<f64>, &Array1<f64>, f64) {
    (x, y, w, *b)
}

/// The quadratic cost's gradient: σ′ is still there.
pub fn cross_entropy_gradient_with_derivative(neuron: &Neuron) -> (Array1<f64>, f64) {
    neuron_gradient(view(neuron), sigmoid, |a, y| (a - y) * a * (1.0 - a))
}

/// y − a: uphill.
pub fn cross_entropy_gradient_with_the_sign_lost(neuron: &Neuron) -> (Array1<f64>, f64) {
    neuron_gradient(view(neuron), sigmoid, |a, y| y - a)
}

/// eᶻ/(1 + eᶻ), which is ∞/∞ for a large z.
pub fn cross_entropy_gradient_that_overflows(neuron: &Neuron) -> (Array1<f64>, f64) {
    neuron_gradient(view(neuron), |z| z.exp() / (1.0 + z.exp()), |a, y| a - y)
}

/// Each derivative on its own: where a(1 − a) is 0 it is divided by.
pub fn cross_entropy_gradient_not_cancelled(neuron: &Neuron) -> (Array1<f64>, f64) {
    neuron_gradient(view(neuron), sigmoid, |a, y| {
        (-y / a + (1.0 - y) / (1.0 - a)) * a * (1.0 - a)
    })
}

/// The same, saved by keeping a away from 0 and 1.
pub fn cross_entropy_gradient_clamped(rim: f64, neuron: &Neuron) -> (Array1<f64>, f64) {
    neuron_gradient(
        view(neuron),
        |z| sigmoid(z).clamp(rim, 1.0 - rim),
        |a, y| a - y,
    )
}

/// Yes or no instead of a probability.
pub fn cross_entropy_gradient_of_decisions(neuron: &Neuron) -> (Array1<f64>, f64) {
    neuron_gradient(view(neuron), |z| f64::from(z > 0.0), |a, y| a - y)
}

/// The sum itself where σ of it belongs.
pub fn cross_entropy_gradient_without_the_sigmoid(neuron: &Neuron) -> (Array1<f64>, f64) {
    neuron_gradient(view(neuron), |z| z, |a, y| a - y)
}

/// The neuron without its bias.
pub fn cross_entropy_gradient_without_bias((x, y, w, _): &Neuron) -> (Array1<f64>, f64) {
    neuron_gradient((x, y, w, 0.0), sigmoid, |a, y| a - y)
}

/// The sum over the samples, of the weights' gradient, the bias's, or both.
pub fn cross_entropy_gradient_summed(
    [w_too, b_too]: [bool; 2],
    neuron: &Neuron,
) -> (Array1<f64>, f64) {
    let n = neuron.1.len() as f64;
    let (d_w, d_b) = neuron_gradient(view(neuron), sigmoid, |a, y| a - y);
    let times = |summed: bool| if summed { n } else { 1.0 };
    (d_w * times(w_too), d_b * times(b_too))
}

/// Divides by another number than that of the samples.
pub fn cross_entropy_gradient_over(
    count: fn(samples: f64, inputs: f64) -> f64,
    neuron: &Neuron,
) -> (Array1<f64>, f64) {
    let (n, inputs) = (neuron.1.len() as f64, neuron.2.len() as f64);
    let (d_w, d_b) = neuron_gradient(view(neuron), sigmoid, |a, y| a - y);
    let factor = n / count(n, inputs);
    (d_w * factor, d_b * factor)
}
