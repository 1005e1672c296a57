//! The four networks of this lab, and the recipe that trains each.

use nabla::optim::{Adam, Optimizer, Schedule, Sgd};
use nabla::{Activation, Init, Linear, Rng, Sequential};

/// Pixels of an image, 28 × 28.
pub const PIXELS: usize = 784;
/// The digits.
pub const CLASSES: usize = 10;

/// A network and how to train it.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    /// What `--network` calls it.
    pub flag: &'static str,
    /// What the tables call it.
    pub name: &'static str,
    /// Units of each hidden layer, first to last.
    pub hidden: &'static [usize],
    /// The rule that uses the gradients.
    pub rule: Rule,
    /// Images a step.
    pub batch: usize,
    /// How often all images are seen.
    pub epochs: usize,
    /// The lecture that trains this network on MNIST.
    pub source: &'static str,
    /// The test accuracy that it prints.
    pub printed: f64,
}

/// An optimiser and its learning rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// Plain gradient descent at one rate.
    Sgd(f32),
    /// Adam; the rate falls along half a cosine to 0. At a fixed rate the accuracy still jumps by a
    /// few tenths of a per cent from epoch to epoch at the end, and the last epoch is luck.
    Adam(f32),
}

impl Rule {
    // ANCHOR: optimizer
    /// A fresh optimiser.
    pub fn optimizer(self) -> Box<dyn Optimizer> {
        match self {
            Rule::Sgd(rate) => Box::new(Sgd::new(rate)),
            Rule::Adam(rate) => Box::new(Adam::new(rate)),
        }
    }

    /// The learning rate at `step` of `steps`.
    pub fn rate(self, step: usize, steps: usize) -> f32 {
        match self {
            Rule::Sgd(rate) => rate,
            Rule::Adam(rate) => Schedule::Cosine { steps, floor: 0.0 }.rate(rate, step),
        }
    }
    // ANCHOR_END: optimizer
}

// ANCHOR: recipes
/// The networks of this lab, smallest first.
pub const RECIPES: [Recipe; 4] = [
    Recipe {
        flag: "softmax",
        name: "softmax",
        hidden: &[],
        rule: Rule::Sgd(0.5),
        batch: 100,
        epochs: 20,
        source: "YAK lab 6",
        printed: 0.92,
    },
    Recipe {
        flag: "64-64",
        name: "mlp64",
        hidden: &[64, 64],
        rule: Rule::Adam(0.001),
        batch: 128,
        epochs: 40,
        source: "PSC",
        printed: 0.975,
    },
    Recipe {
        flag: "512-512",
        name: "mlp512",
        hidden: &[512, 512],
        rule: Rule::Adam(0.001),
        batch: 128,
        epochs: 30,
        source: "PSC",
        printed: 0.982,
    },
    Recipe {
        flag: "512x3",
        name: "mlp512x3",
        hidden: &[512, 512, 512],
        rule: Rule::Adam(0.001),
        batch: 128,
        epochs: 30,
        source: "PSC",
        printed: 0.980,
    },
];
// ANCHOR_END: recipes

impl Recipe {
    /// The recipe with this flag or name.
    pub fn find(name: &str) -> Option<&'static Recipe> {
        RECIPES
            .iter()
            .find(|recipe| recipe.flag == name || recipe.name == name)
    }

    /// The numbers in each layer, from the pixels to the classes: `[784, 64, 64, 10]`.
    pub fn sizes(&self) -> Vec<usize> {
        let hidden = self.hidden.iter().copied();
        [PIXELS]
            .into_iter()
            .chain(hidden)
            .chain([CLASSES])
            .collect()
    }

    // ANCHOR: build
    /// The network with fresh weights: hidden layers with ReLU, then ten logits.
    pub fn build(&self, rng: &mut Rng) -> Sequential {
        self.build_with(Init::Xavier, rng)
    }

    /// The network with weights drawn by another rule.
    pub fn build_with(&self, init: Init, rng: &mut Rng) -> Sequential {
        let mut model = Sequential::new();
        let mut inputs = PIXELS;
        for &units in self.hidden {
            model = model.push(Linear::new(inputs, units, init, rng).activation(Activation::Relu));
            inputs = units;
        }
        model.push(Linear::new(inputs, CLASSES, init, rng))
    }
    // ANCHOR_END: build
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameter_counts_of_the_sources() {
        let counts = RECIPES.map(|recipe| nabla::parameters(&recipe.build(&mut nabla::rng(1))));
        assert_eq!(counts, [7_850, 55_050, 669_706, 932_362]);
    }

    #[test]
    fn a_network_is_found_by_flag_and_by_name() {
        assert_eq!(
            Recipe::find("64-64").map(Recipe::sizes),
            Some(vec![784, 64, 64, 10])
        );
        assert_eq!(
            Recipe::find("mlp512").map(|recipe| recipe.flag),
            Some("512-512")
        );
        assert!(Recipe::find("65-65").is_none());
    }
}
