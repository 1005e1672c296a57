//! The networks of this lab, and the recipe that trains each.

use nabla::optim::{Adadelta, Adam, Momentum, Optimizer, Schedule};
use nabla::{
    Activation, AvgPool2d, Conv2d, Dropout, Flatten, Init, Linear, MaxPool2d, Module, Padding, Rng,
    Sequential, Tensor, Window,
};

/// What the networks take, without the batch axis: `[height, width, channels]`.
pub const IMAGE: [usize; 3] = [28, 28, 1];
/// The digits.
pub const CLASSES: usize = 10;

/// A network and how to train it.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    /// What `--network` and the tables call it.
    pub name: &'static str,
    /// The network with fresh weights. It takes `[N, 28, 28, 1]` and gives `[N, 10]` logits.
    pub build: fn(&mut Rng) -> Sequential,
    /// The rule that uses the gradients.
    pub rule: Rule,
    /// Images a step.
    pub batch: usize,
    /// How often all images are seen.
    pub epochs: usize,
    /// The lecture that trains this network on MNIST.
    pub source: &'static str,
    /// The test accuracy that it prints, if it does.
    pub printed: Option<f64>,
}

/// An optimiser, its learning rate, and how the rate falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// Descent with momentum `nu`; the rate falls along half a cosine to 0.
    Momentum {
        /// The learning rate at the start.
        rate: f32,
        /// How much of the last step is kept.
        nu: f32,
    },
    /// Adam; the rate falls along half a cosine to 0.
    Adam(f32),
    /// Adadelta; the rate is multiplied by `factor` after each epoch.
    Adadelta {
        /// The learning rate at the start.
        rate: f32,
        /// Its fall from epoch to epoch.
        factor: f32,
    },
}

impl Rule {
    // ANCHOR: optimizer
    /// A fresh optimiser.
    pub fn optimizer(self) -> Box<dyn Optimizer> {
        match self {
            Rule::Momentum { rate, nu } => Box::new(Momentum::new(rate, nu)),
            Rule::Adam(rate) => Box::new(Adam::new(rate)),
            Rule::Adadelta { rate, .. } => Box::new(Adadelta::new(rate)),
        }
    }

    /// The learning rate at `step` of `steps`, with `every` steps in an epoch.
    pub fn rate(self, step: usize, steps: usize, every: usize) -> f32 {
        let cosine = Schedule::Cosine { steps, floor: 0.0 };
        match self {
            Rule::Momentum { rate, .. } | Rule::Adam(rate) => cosine.rate(rate, step),
            Rule::Adadelta { rate, factor } => Schedule::Step { every, factor }.rate(rate, step),
        }
    }
    // ANCHOR_END: optimizer
}

/// What most of the sources use.
const USUAL: Rule = Rule::Momentum {
    rate: 0.01,
    nu: 0.9,
};

// ANCHOR: recipes
/// The networks of this lab, smallest first.
pub const RECIPES: [Recipe; 4] = [
    Recipe {
        name: "lenet5",
        build: lenet5,
        rule: USUAL,
        batch: 32,
        epochs: 15,
        source: "FAR",
        printed: None,
    },
    Recipe {
        name: "cnn1",
        build: cnn1,
        rule: USUAL,
        batch: 32,
        epochs: 10,
        source: "PSC",
        printed: Some(0.9874),
    },
    Recipe {
        name: "cnn2",
        build: cnn2,
        rule: USUAL,
        batch: 32,
        epochs: 15,
        source: "PSC",
        printed: Some(0.9903),
    },
    Recipe {
        name: "deep5x5",
        build: deep5x5,
        rule: Rule::Adam(1e-3), // the sources keep 1e-4 all the way; ours has to fall to 0 from somewhere
        batch: 50,
        epochs: 17, // of MNIST's 1,200 steps: the sources' 20,000, to the end of the epoch
        source: "PSC",
        printed: Some(0.9915), // [YAK], from whose lab 7 the network is, prints 0.993
    },
];
// ANCHOR_END: recipes

impl Recipe {
    /// The recipe with this name.
    pub fn find(name: &str) -> Option<&'static Recipe> {
        const { &RECIPES }.iter().find(|recipe| recipe.name == name)
    }

    /// Rule, batch and epochs, for a line of text.
    pub fn in_words(&self) -> String {
        let rule = match self.rule {
            Rule::Momentum { rate, nu } => format!("SGD {rate}, momentum {nu}"),
            Rule::Adam(rate) => format!("Adam {rate}"),
            Rule::Adadelta { rate, .. } => format!("Adadelta {rate}"),
        };
        format!("{rule}, batch {}, {} epochs", self.batch, self.epochs)
    }
}

/// The network of this name with fresh weights.
pub fn build(name: &str, rng: &mut Rng) -> Option<Sequential> {
    Recipe::find(name).map(|recipe| (recipe.build)(rng))
}

const RELU: Activation = Activation::Relu;

/// The largest of each 2 × 2.
fn pool() -> MaxPool2d {
    MaxPool2d::new(Window::new(2).stride(2))
}

// ANCHOR: cnn1
/// One convolution, one pooling, one hidden layer [PSC].
pub fn cnn1(rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Conv2d::new(1, 32, Window::new(3), Init::He, rng).activation(RELU)) // [26, 26, 32]
        .push(pool()) // [13, 13, 32]
        .push(Flatten) // [5408]
        .push(Linear::new(13 * 13 * 32, 100, Init::He, rng).activation(RELU))
        .push(Linear::new(100, CLASSES, Init::Xavier, rng))
}
// ANCHOR_END: cnn1

// ANCHOR: cnn2
/// Two convolutions before the pooling [PSC].
pub fn cnn2(rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Conv2d::new(1, 32, Window::new(3), Init::He, rng).activation(RELU)) // [26, 26, 32]
        .push(Conv2d::new(32, 64, Window::new(3), Init::He, rng).activation(RELU)) // [24, 24, 64]
        .push(pool()) // [12, 12, 64]
        .push(Flatten) // [9216]
        .push(Linear::new(12 * 12 * 64, 128, Init::He, rng).activation(RELU))
        .push(Linear::new(128, CLASSES, Init::Xavier, rng))
}
// ANCHOR_END: cnn2

// ANCHOR: deep5x5
/// Larger filters with a margin of zeros, a wide hidden layer, half of it dropped [YAK lab 7, PSC].
pub fn deep5x5(rng: &mut Rng) -> Sequential {
    let init = Init::TruncatedNormal(0.1);
    let same = Window::new(5).padding(Padding::Same);
    let mut model = Sequential::new()
        .push(Conv2d::new(1, 32, same, init, rng).activation(RELU)) // [28, 28, 32]
        .push(pool()) // [14, 14, 32]
        .push(Conv2d::new(32, 64, same, init, rng).activation(RELU)) // [14, 14, 64]
        .push(pool()) // [7, 7, 64]
        .push(Flatten) // [3136]
        .push(Linear::new(7 * 7 * 64, 1024, init, rng).activation(RELU))
        .push(Dropout::new(0.5))
        .push(Linear::new(1024, CLASSES, init, rng));
    fill_biases(&mut model, 0.1);
    model
}
// ANCHOR_END: deep5x5

// ANCHOR: lenet5
/// LeNet-5 as it is built today, with 61,706 parameters. In 1998 it had 60,000: the second convolution saw only some of
/// the channels (900 fewer), each of the 6 + 16 means had a weight and a bias of its own (44 more), and the ten outputs
/// compared with fixed patterns (850 fewer) (LeCun, Bottou, Bengio and Haffner, 1998).
pub fn lenet5(rng: &mut Rng) -> Sequential {
    let mean = || AvgPool2d::new(Window::new(2).stride(2));
    let same = Window::new(5).padding(Padding::Same);
    let (init, tanh) = (Init::Xavier, Activation::Tanh);
    Sequential::new()
        .push(Conv2d::new(1, 6, same, init, rng).activation(tanh)) // [28, 28, 6]
        .push(mean()) // [14, 14, 6]
        .push(Conv2d::new(6, 16, Window::new(5), init, rng).activation(tanh)) // [10, 10, 16]
        .push(mean()) // [5, 5, 16]
        .push(Flatten) // [400]
        .push(Linear::new(400, 120, init, rng).activation(tanh))
        .push(Linear::new(120, 84, init, rng).activation(tanh))
        .push(Linear::new(84, CLASSES, init, rng))
}
// ANCHOR_END: lenet5

// ANCHOR: small
/// A small one for a short lesson: two convolutions, two poolings, no hidden layer.
pub fn small(rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Conv2d::new(1, 8, Window::new(3), Init::He, rng).activation(RELU)) // [26, 26, 8]
        .push(pool()) // [13, 13, 8]
        .push(Conv2d::new(8, 16, Window::new(4), Init::He, rng).activation(RELU)) // [10, 10, 16]
        .push(pool()) // [5, 5, 16]
        .push(Flatten) // [400]
        .push(Linear::new(400, CLASSES, Init::Xavier, rng))
}

/// One that asks of each of 32 things whether it is *anywhere* in the picture: the last pooling takes the largest of all. Without
/// biases its filters answer 0 to blank page, as they do to the margin, so it cannot see where the picture ends.
pub fn anywhere(rng: &mut Rng) -> Sequential {
    let mut look = |inputs, outputs| {
        let same = Window::new(3).padding(Padding::Same);
        let filters = Conv2d::new(inputs, outputs, same, Init::He, rng);
        filters.without_bias().activation(RELU)
    };
    let model = Sequential::new()
        .push(look(1, 8)) // [28, 28, 8]
        .push(pool()) // [14, 14, 8]
        .push(look(8, 16)) // [14, 14, 16]
        .push(pool()) // [7, 7, 16]
        .push(look(16, 32)) // [7, 7, 32]
        .push(MaxPool2d::new(Window::new(7))) // [1, 1, 32]
        .push(Flatten); // [32]
    model.push(Linear::new(32, CLASSES, Init::Xavier, rng))
}
// ANCHOR_END: small

/// One whose filters are large enough to be looked at: 16 of 9 × 9, which begin small so that what they learn shows.
pub fn wide(rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Conv2d::new(1, 16, Window::new(9), Init::Normal(0.02), rng).activation(RELU)) // [20, 20, 16]
        .push(pool()) // [10, 10, 16]
        .push(Flatten) // [1600]
        .push(Linear::new(1600, CLASSES, Init::Xavier, rng))
}

/// Sets every bias.
fn fill_biases(model: &mut dyn Module, value: f32) {
    model.visit_mut(&mut |param| {
        if param.name() == "bias" {
            let shape = param.value().shape();
            *param.value_mut() = Tensor::full(shape, value);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabla::Parameters;

    #[test]
    fn parameter_counts_of_the_sources() {
        let counts = RECIPES.map(|recipe| nabla::parameters(&(recipe.build)(&mut nabla::rng(1))));
        assert_eq!(counts, [61_706, 542_230, 1_199_882, 3_274_634]);
    }

    #[test]
    fn a_network_is_found_by_name() {
        assert_eq!(Recipe::find("cnn2").map(|recipe| recipe.epochs), Some(15));
        assert!(Recipe::find("cnn3").is_none());
        assert!(build("lenet5", &mut nabla::rng(1)).is_some());
    }

    #[test]
    fn the_fifth_network_starts_as_its_source_says() {
        deep5x5(&mut nabla::rng(1)).visit(&mut |param| {
            let numbers = param.value().data();
            match param.name() {
                "bias" => assert!(numbers.iter().all(|&b| b == 0.1)),
                _ => assert!(numbers.iter().all(|w| w.abs() <= 0.2)),
            }
        });
    }

    #[test]
    fn rates_fall_as_the_rules_say() {
        let usual = |step| USUAL.rate(step, 100, 10);
        assert_eq!(usual(0), 0.01);
        assert!((usual(50) - 0.005).abs() < 1e-7);
        let stairs = Rule::Adadelta {
            rate: 1.0,
            factor: 0.5,
        };
        assert_eq!(
            [0, 9, 10, 25].map(|step| stairs.rate(step, 100, 10)),
            [1.0, 1.0, 0.5, 0.25]
        );
    }
}
