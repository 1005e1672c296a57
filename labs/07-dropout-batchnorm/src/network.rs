//! The two networks of this lab, and the recipes that train them; and small ones for a short lesson.

use nabla::{
    Activate, Activation, BatchNorm, Conv2d, Dropout, Flatten, Init, Linear, MaxPool2d, Rng,
    Sequential, Window,
};
use trainer::{Network, Recipe, Rule};

/// What the convolutional networks take, without the batch axis: `[height, width, channels]`.
pub const IMAGE: [usize; 3] = [28, 28, 1];
/// The digits.
pub const CLASSES: usize = 10;

const RELU: Activation = Activation::Relu;

/// As lab 6 trains the same network without dropout and without batch norm.
const USUAL: Recipe = Recipe::new(Rule::momentum(0.01, 0.9).cosine(), 32, 15);

// ANCHOR: recipes
/// The networks of this lab; the last is the first again, as PyTorch's own example trains it.
pub const NETWORKS: [Network; 3] = [
    Network {
        name: "cnn2_dropout",
        input: &IMAGE,
        build: cnn2_dropout,
        recipe: USUAL,
        source: "PSC",
        printed: Some(0.9919),
    },
    Network {
        name: "cnn_bn",
        input: &IMAGE,
        build: cnn_bn,
        recipe: USUAL,
        source: "PSC",
        printed: Some(0.9891),
    },
    Network {
        name: "cnn2_adadelta",
        input: &IMAGE,
        build: cnn2_dropout,
        recipe: Recipe::new(Rule::adadelta(1.0).each_epoch(0.7), 64, 14),
        source: "PSC",
        printed: None,
    },
];
// ANCHOR_END: recipes

/// The largest of each 2 × 2.
fn pool() -> MaxPool2d {
    MaxPool2d::new(Window::new(2).stride(2))
}

// ANCHOR: cnn2_dropout
/// Lab 6's `cnn2`. A quarter is dropped after the pooling, half of the hidden layer [PSC].
pub fn cnn2_dropout(rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Conv2d::new(1, 32, Window::new(3), Init::He, rng).activation(RELU)) // [26, 26, 32]
        .push(Conv2d::new(32, 64, Window::new(3), Init::He, rng).activation(RELU)) // [24, 24, 64]
        .push(pool()) // [12, 12, 64]
        .push(Dropout::new(0.25))
        .push(Flatten) // [9216]
        .push(Linear::new(12 * 12 * 64, 128, Init::He, rng).activation(RELU))
        .push(Dropout::new(0.5))
        .push(Linear::new(128, CLASSES, Init::Xavier, rng))
}
// ANCHOR_END: cnn2_dropout

// ANCHOR: cnn_bn
/// Lab 6's `cnn2`, normalised after the first convolution, after the pooling and after the hidden layer [PSC].
pub fn cnn_bn(rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Conv2d::new(1, 32, Window::new(3), Init::He, rng).activation(RELU)) // [26, 26, 32]
        .push(BatchNorm::new(32))
        .push(Conv2d::new(32, 64, Window::new(3), Init::He, rng).activation(RELU)) // [24, 24, 64]
        .push(pool()) // [12, 12, 64]
        .push(BatchNorm::new(64))
        .push(Flatten) // [9216]
        .push(Linear::new(12 * 12 * 64, 128, Init::He, rng).activation(RELU))
        .push(BatchNorm::new(128))
        .push(Linear::new(128, CLASSES, Init::Xavier, rng))
}
// ANCHOR_END: cnn_bn

/// Where batch norm stands in a small dense network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nowhere.
    Nowhere,
    /// Between the sum and the activation, as in the paper of 2015; the layer before needs no bias.
    Before,
    /// After the activation, as in `cnn_bn`.
    After,
}

/// A dense network on 784 pixels.
#[derive(Debug, Clone, Copy)]
pub struct Dense<'a> {
    /// Units of each hidden layer.
    pub hidden: &'a [usize],
    /// After each hidden sum.
    pub activation: Activation,
    /// How the weights of the hidden layers start.
    pub init: Init,
    /// Where they are normalised.
    pub place: Place,
    /// The share of each hidden layer that is dropped.
    pub rate: f32,
}

impl Dense<'_> {
    /// Two hidden layers of 128 with ReLU: what most of this lesson is done with.
    pub const USUAL: Dense<'static> = Dense {
        hidden: &[128, 128],
        activation: Activation::Relu,
        init: Init::He,
        place: Place::Nowhere,
        rate: 0.0,
    };

    // ANCHOR: dense
    /// The network with fresh weights.
    pub fn build(&self, rng: &mut Rng) -> Sequential {
        let mut model = Sequential::new();
        let mut inputs = 784;
        for &units in self.hidden {
            let sum = Linear::new(inputs, units, self.init, rng);
            let act = Activate(self.activation);
            model = match self.place {
                Place::Nowhere => model.push(sum.activation(self.activation)),
                Place::Before => model
                    .push(sum.without_bias())
                    .push(BatchNorm::new(units))
                    .push(act),
                Place::After => model.push(sum).push(act).push(BatchNorm::new(units)),
            };
            if self.rate > 0.0 {
                model = model.push(Dropout::new(self.rate));
            }
            inputs = units;
        }
        model.push(Linear::new(inputs, CLASSES, Init::Xavier, rng))
    }
    // ANCHOR_END: dense
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla::{parameters, trainable_parameters};

    #[test]
    fn parameter_counts_of_the_sources() {
        let counts = NETWORKS.map(|network| {
            let model = (network.build)(&mut nabla::rng(1));
            (parameters(&model), trainable_parameters(&model))
        });
        let dropout = (1_199_882, 1_199_882);
        assert_eq!(counts, [dropout, (1_200_778, 1_200_330), dropout]);
    }

    #[test]
    fn a_bias_before_batch_norm_is_left_out() {
        let count = |place| {
            let dense = Dense {
                place,
                ..Dense::USUAL
            };
            trainable_parameters(&dense.build(&mut nabla::rng(1)))
        };
        // γ and β come, the biases of two layers of 128 go.
        assert_eq!(count(Place::After), count(Place::Nowhere) + 2 * 256);
        assert_eq!(count(Place::Before), count(Place::Nowhere) + 256);
    }
}
