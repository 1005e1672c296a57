//! Nine activations: what each makes of a weighted sum `s`, and its derivative there.
//!
//! The list follows Yakushin (*Introduction to Deep Learning with TensorFlow*, University of Chicago,
//! 2017). At a corner the derivative is a matter of agreement; like PyTorch we count `s = 0` as the left side.

use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

use crate::network::sigmoid;

// ANCHOR: activation
/// A bend for the output of a neuron.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Activation {
    /// The perceptron's: 1 if `s ≥ 0`, else 0.
    Step,
    /// `1 / (1 + e⁻ˢ)`: from 0 to 1.
    Sigmoid,
    /// `(eˢ − e⁻ˢ) / (eˢ + e⁻ˢ)`: from −1 to 1.
    Tanh,
    /// `max(0, s)`.
    Relu,
    /// `s` above zero, a fixed small slope below.
    LeakyRelu(f64),
    /// The same formula, but the slope is learned like a weight.
    Prelu(f64),
    /// The same formula, but training draws a new slope each time (see
    /// [`random_slope`]).
    RandomizedLeakyRelu(f64),
    /// `max(0, s + noise)`, with noise drawn anew each time (see [`noise`]).
    NoisyRelu(f64),
    /// `s` above zero, `α(eˢ − 1)` below: a corner with its edge rounded off.
    Elu(f64),
}

impl Activation {
    /// `φ(s)`.
    pub fn value(self, s: f64) -> f64 {
        match self {
            Self::Step => f64::from(s >= 0.0),
            Self::Sigmoid => sigmoid(s),
            Self::Tanh => s.tanh(),
            Self::Relu => s.max(0.0),
            Self::NoisyRelu(noise) => (s + noise).max(0.0),
            _ if s > 0.0 => s,
            Self::LeakyRelu(a) | Self::Prelu(a) | Self::RandomizedLeakyRelu(a) => a * s,
            Self::Elu(alpha) => alpha * s.exp_m1(),
        }
    }
}
// ANCHOR_END: activation

// ANCHOR: derivative
impl Activation {
    /// `dφ/ds`, the derivative at `s`.
    pub fn derivative(self, s: f64) -> f64 {
        match self {
            Self::Step => 0.0,
            Self::Sigmoid => sigmoid(s) * (1.0 - sigmoid(s)),
            Self::Tanh => 1.0 - s.tanh().powi(2),
            Self::Relu => f64::from(s > 0.0),
            Self::NoisyRelu(noise) => f64::from(s + noise > 0.0),
            _ if s > 0.0 => 1.0,
            Self::LeakyRelu(a) | Self::Prelu(a) | Self::RandomizedLeakyRelu(a) => a,
            Self::Elu(alpha) => alpha * s.exp(),
        }
    }
}
// ANCHOR_END: derivative

impl Activation {
    /// All nine, with the settings the lesson plots.
    pub const ALL: [Self; 9] = [
        Self::Step,
        Self::Sigmoid,
        Self::Tanh,
        Self::Relu,
        Self::LeakyRelu(0.1),
        Self::Prelu(0.25),
        Self::RandomizedLeakyRelu(MEAN_SLOPE),
        Self::NoisyRelu(0.4),
        Self::Elu(1.0),
    ];

    /// The name in a table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Sigmoid => "sigmoid",
            Self::Tanh => "tanh",
            Self::Relu => "ReLU",
            Self::LeakyRelu(_) => "leaky ReLU",
            Self::Prelu(_) => "PReLU",
            Self::RandomizedLeakyRelu(_) => "randomised leaky ReLU",
            Self::NoisyRelu(_) => "noisy ReLU",
            Self::Elu(_) => "ELU",
        }
    }
}

/// The slope a trained randomised leaky ReLU uses: the middle of the range it was trained with.
pub const MEAN_SLOPE: f64 = (1.0 / 8.0 + 1.0 / 3.0) / 2.0;

/// The slope below zero that a randomised leaky ReLU draws in training: uniform in 1/8 ..= 1/3, as PyTorch
/// does by default. (Xu et al., *Empirical Evaluation of Rectified Activations*, 2015, draw one over the
/// slope, uniform in 3 ..= 8.)
pub fn random_slope(rng: &mut impl Rng) -> f64 {
    rng.random_range(1.0 / 8.0..=1.0 / 3.0)
}

/// The noise that a noisy ReLU adds to `s`: normal, with mean 0 and variance `σ(s)`
/// (Nair and Hinton, *Rectified Linear Units Improve Restricted Boltzmann Machines*, 2010).
pub fn noise(s: f64, rng: &mut impl Rng) -> f64 {
    rng.sample::<f64, _>(StandardNormal) * sigmoid(s).sqrt()
}

#[cfg(test)]
mod tests {
    use super::Activation;

    #[test]
    fn a_step_says_yes_at_zero_as_the_neuron_of_lab_1_does() {
        let step = [-1e-9, 0.0, 1e-9].map(|s| Activation::Step.value(s));
        assert_eq!(step, [0.0, 1.0, 1.0]);
    }
}
