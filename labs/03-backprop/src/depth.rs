//! How a gradient fares on its way back through many layers.

use ndarray::{Array2, Axis};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The curve in each neuron.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// 1/(1 + e⁻ˢ)
    Sigmoid,
    /// tanh s
    Tanh,
    /// max(s, 0)
    Relu,
}

impl Curve {
    /// All three.
    pub const ALL: [Curve; 3] = [Curve::Sigmoid, Curve::Tanh, Curve::Relu];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Curve::Sigmoid => "sigmoid",
            Curve::Tanh => "tanh",
            Curve::Relu => "ReLU",
        }
    }

    fn value(self, s: f64) -> f64 {
        match self {
            Curve::Sigmoid => crate::by_hand::sigmoid(s),
            Curve::Tanh => s.tanh(),
            Curve::Relu => s.max(0.0),
        }
    }

    /// The derivative, written with the output.
    fn derivative(self, output: f64) -> f64 {
        match self {
            Curve::Sigmoid => output * (1.0 - output),
            Curve::Tanh => 1.0 - output * output,
            Curve::Relu => f64::from(output > 0.0),
        }
    }
}

/// How wide the initial weights are drawn. All are normal with mean 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Standard deviation 0.01.
    Small,
    /// Standard deviation √(1/n), n the inputs of a neuron (Glorot & Bengio 2010, for equal widths).
    Xavier,
    /// Standard deviation √(2/n) (He et al. 2015).
    He,
    /// Standard deviation 3/√n: too much.
    Large,
}

impl Start {
    /// All four.
    pub const ALL: [Start; 4] = [Start::Small, Start::Xavier, Start::He, Start::Large];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Start::Small => "small",
            Start::Xavier => "Xavier",
            Start::He => "He",
            Start::Large => "large",
        }
    }

    /// The standard deviation of a weight into a neuron of `n` inputs.
    // ANCHOR: start
    pub fn standard_deviation(self, n: usize) -> f64 {
        let n = n as f64;
        match self {
            Start::Small => 0.01,
            Start::Xavier => (1.0 / n).sqrt(),
            Start::He => (2.0 / n).sqrt(),
            Start::Large => 3.0 / n.sqrt(),
        }
    }
    // ANCHOR_END: start
}

/// What one measurement found, layer by layer, first layer first.
#[derive(Clone, Debug)]
pub struct Depths {
    /// Standard deviation of the outputs, over samples, of each layer (averaged over its neurons).
    pub standard_deviation: Vec<f64>,
    /// Root mean square of ∂L/∂sum in each layer.
    pub gradient: Vec<f64>,
}

impl Depths {
    /// The gradient of the first layer over that of the last.
    pub fn survival(&self) -> f64 {
        self.gradient[0] / self.gradient[self.gradient.len() - 1]
    }
}

/// Sends 64 random samples forward through `depth` layers of `width` neurons, and a random gradient back.
pub fn measure(curve: Curve, start: Start, depth: usize, width: usize, seed: u64) -> Depths {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut normal = |rows, standard_deviation: f64| {
        Array2::from_shape_simple_fn((rows, width), || {
            standard_deviation * standard_normal(&mut rng)
        })
    };
    let weights: Vec<_> = (0..depth)
        .map(|_| normal(width, start.standard_deviation(width)))
        .collect();
    // ANCHOR: measure
    let mut outputs = vec![normal(64, 1.0)];
    for w in &weights {
        let sum = outputs[outputs.len() - 1].dot(w);
        outputs.push(sum.mapv(|s| curve.value(s)));
    }
    let mut d_output = normal(64, 1.0);
    let mut gradient = vec![0.0; depth];
    for layer in (0..depth).rev() {
        let d_sum = d_output * outputs[layer + 1].mapv(|o| curve.derivative(o));
        gradient[layer] = root_mean_square(&d_sum);
        d_output = d_sum.dot(&weights[layer].t());
    }
    // ANCHOR_END: measure
    let standard_deviation = outputs[1..]
        .iter()
        .map(|o| o.std_axis(Axis(0), 0.0).mean().unwrap_or(0.0))
        .collect();
    Depths {
        standard_deviation,
        gradient,
    }
}

fn root_mean_square(a: &Array2<f64>) -> f64 {
    (a.mapv(|v| v * v).sum() / a.len() as f64).sqrt()
}

/// A standard normal number, by Box and Muller's formula.
fn standard_normal(rng: &mut ChaCha8Rng) -> f64 {
    let (u, v): (f64, f64) = (rng.random(), rng.random());
    (-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}
