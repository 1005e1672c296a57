//! What width buys: a hidden layer of random neurons, and one output neuron trained on top of it.
//!
//! Only the output neuron learns, and it learns as in lab 1: its inputs are the hidden values, and
//! those never change. The hidden layer is drawn once at random and left alone.

use ndarray::{Array1, Array2};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

use crate::network::sigmoid;
use crate::plane::Point;
use crate::samples::Samples;

// ANCHOR: random_layer
/// `width` random tanh neurons and the one trained neuron that listens to them.
#[derive(Clone, Debug)]
pub struct WideNet {
    weight: Array2<f64>, // [2, width]
    bias: Array1<f64>,   // [width]
    output: Array1<f64>, // [width]
    output_bias: f64,
}

impl WideNet {
    /// Random cuts through the plane in all directions, and an output neuron that
    /// knows nothing yet.
    pub fn random(width: usize, rng: &mut impl Rng) -> Self {
        Self {
            weight: Array2::from_shape_simple_fn((2, width), || {
                4.0 * rng.sample::<f64, _>(StandardNormal)
            }),
            bias: Array1::from_shape_simple_fn(width, || rng.random_range(-4.0..=4.0)),
            output: Array1::zeros(width),
            output_bias: 0.0,
        }
    }

    /// Where points `[n, 2]` lie in hidden space, `[n, width]`.
    pub fn hidden(&self, points: &Array2<f64>) -> Array2<f64> {
        (points.dot(&self.weight) + &self.bias).mapv(f64::tanh)
    }

    /// The output neuron's weighted sums for points `[n, 2]`. Above zero means class
    /// 1.
    pub fn scores(&self, points: &Array2<f64>) -> Array1<f64> {
        self.hidden(points).dot(&self.output) + self.output_bias
    }
}
// ANCHOR_END: random_layer

impl WideNet {
    // ANCHOR: train_output
    /// Lab 1's learning rule for the output neuron: each weight moves by `(y − σ(s))`
    /// times its input, averaged over all points.
    pub fn train_output(&mut self, samples: &Samples, steps: usize) {
        let hidden = self.hidden(&rows(&samples.points));
        let labels = Array1::from(samples.labels.clone());
        let n = labels.len() as f64;
        // The sum of `width` inputs of size about 1 reacts to a step `width` times over.
        let rate = 40.0 / self.output.len() as f64;
        for _ in 0..steps {
            let error = &labels - &(hidden.dot(&self.output) + self.output_bias).mapv(sigmoid);
            self.output.scaled_add(rate / n, &hidden.t().dot(&error));
            self.output_bias += rate / n * error.sum();
        }
    }
    // ANCHOR_END: train_output

    /// The share of points on the right side.
    pub fn accuracy(&self, samples: &Samples) -> f64 {
        let scores = self.scores(&rows(&samples.points));
        let right = scores
            .iter()
            .zip(&samples.labels)
            .filter(|&(&s, &y)| (s > 0.0) == (y == 1.0));
        right.count() as f64 / samples.labels.len() as f64
    }
}

/// Points as a matrix, `[n, 2]`.
pub fn rows(points: &[Point]) -> Array2<f64> {
    Array2::from_shape_fn((points.len(), 2), |(i, axis)| points[i][axis])
}
