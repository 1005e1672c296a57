//! What goes wrong with an activation, measured: who is awake, who is off centre, who has died.

use ndarray::{Array1, Array2};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

use crate::activation::Activation;
use crate::network::sigmoid;

/// The share of ReLU units that are above zero in each layer of a freshly drawn
/// network without biases, counted over 100 random inputs. `widths` begins with the
/// number of inputs.
pub fn active_shares(widths: &[usize], rng: &mut impl Rng) -> Vec<f64> {
    let mut normal = |rows, columns| {
        Array2::from_shape_simple_fn((rows, columns), || rng.sample(StandardNormal))
    };
    let mut x: Array2<f64> = normal(100, widths[0]);
    let mut shares = Vec::new();
    for &width in &widths[1..] {
        // Dividing by √in keeps the sums from growing from layer to layer; it changes no sign.
        let weight = normal(x.ncols(), width) / (x.ncols() as f64).sqrt();
        x = x.dot(&weight).mapv(|s: f64| s.max(0.0));
        let awake = x.iter().filter(|&&h| h > 0.0).count();
        shares.push(awake as f64 / x.len() as f64);
    }
    shares
}

/// Many hidden values at once: normal weighted sums, `[n, width]`, through one activation.
pub fn hidden_values(
    n: usize,
    width: usize,
    activation: Activation,
    rng: &mut impl Rng,
) -> Array2<f64> {
    Array2::from_shape_simple_fn((n, width), || activation.value(rng.sample(StandardNormal)))
}

/// How many steps lab 1's neuron needs on `inputs` (`[n, width]`) until its mean log-loss is below `goal`.
/// `None` if `limit` steps are not enough.
pub fn steps_to_learn(
    inputs: &Array2<f64>,
    labels: &Array1<f64>,
    goal: f64,
    limit: usize,
) -> Option<usize> {
    let (n, rate) = (labels.len() as f64, 1.0);
    let (mut weights, mut bias) = (Array1::<f64>::zeros(inputs.ncols()), 0.0);
    for step in 0..limit {
        let scores = inputs.dot(&weights) + bias;
        let loss = scores
            .iter()
            .zip(labels)
            .map(|(&s, &y)| crate::samples::log_loss(s, y))
            .sum::<f64>()
            / n;
        if loss < goal {
            return Some(step);
        }
        let error = labels - &scores.mapv(sigmoid);
        weights.scaled_add(rate / n, &inputs.t().dot(&error));
        bias += rate / n * error.sum();
    }
    None
}

/// One neuron with one input, learning to copy `y = x / 2` from eleven points on 0 ..= 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copyist {
    /// Its weight.
    pub w: f64,
    /// Its bias.
    pub b: f64,
    /// Its bend.
    pub activation: Activation,
}

impl Copyist {
    /// The points it learns from: input and target.
    fn lessons() -> impl Iterator<Item = (f64, f64)> {
        (0..=10).map(|i| f64::from(i) / 10.0).map(|x| (x, x / 2.0))
    }

    /// The mean of `½(φ(s) − y)²`.
    pub fn loss(&self) -> f64 {
        let error = |x: f64, y: f64| self.activation.value(self.w * x + self.b) - y;
        Self::lessons()
            .map(|(x, y)| 0.5 * error(x, y).powi(2))
            .sum::<f64>()
            / 11.0
    }

    /// How many of the eleven points give the neuron a sum above zero.
    pub fn awake(&self) -> usize {
        Self::lessons()
            .filter(|(x, _)| self.w * x + self.b > 0.0)
            .count()
    }

    // ANCHOR: die
    /// One step downhill. By the chain rule the derivative of `½(φ(s) − y)²` with
    /// respect to `w` is `(φ(s) − y) · φ′(s)` times the input; where `φ′` is zero,
    /// nothing moves.
    pub fn step(&mut self, rate: f64) {
        let (mut dw, mut db) = (0.0, 0.0);
        for (x, y) in Self::lessons() {
            let s = self.w * x + self.b;
            let delta = (self.activation.value(s) - y) * self.activation.derivative(s);
            dw += delta * x / 11.0;
            db += delta / 11.0;
        }
        self.w -= rate * dw;
        self.b -= rate * db;
    }
    // ANCHOR_END: die
}
