//! The four networks of this lab, and the recipe that trains each.

use nabla::{Activation, Init, Linear, Rng, Sequential};
use trainer::{Network, Rule};

/// Pixels of an image, 28 × 28.
pub const PIXELS: usize = 784;
/// The digits.
pub const CLASSES: usize = 10;

/// A network and how to train it.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    /// What `--network` and the scoreboard call it.
    pub name: &'static str,
    /// What the tables call it: its hidden layers.
    pub layers: &'static str,
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

// ANCHOR: recipes
/// The networks of this lab, smallest first.
pub const RECIPES: [Recipe; 4] = [
    Recipe {
        name: "softmax",
        layers: "softmax",
        hidden: &[],
        rule: Rule::sgd(0.5),
        batch: 100,
        epochs: 20,
        source: "YAK lab 6",
        printed: 0.92,
    },
    Recipe {
        name: "mlp64",
        layers: "64-64",
        hidden: &[64, 64],
        rule: Rule::adam(0.001).cosine(),
        batch: 128,
        epochs: 40,
        source: "PSC",
        printed: 0.975,
    },
    Recipe {
        name: "mlp512",
        layers: "512-512",
        hidden: &[512, 512],
        rule: Rule::adam(0.001).cosine(),
        batch: 128,
        epochs: 30,
        source: "PSC",
        printed: 0.982,
    },
    Recipe {
        name: "mlp512x3",
        layers: "512x3",
        hidden: &[512, 512, 512],
        rule: Rule::adam(0.001).cosine(),
        batch: 128,
        epochs: 30,
        source: "PSC",
        printed: 0.980,
    },
];
// ANCHOR_END: recipes

impl Recipe {
    /// The recipe with this name.
    pub fn find(name: &str) -> Option<&'static Recipe> {
        RECIPES.iter().find(|recipe| recipe.name == name)
    }

    /// How it is trained, for so many epochs.
    pub const fn train(&self, epochs: usize, seed: u64) -> trainer::Recipe {
        trainer::Recipe::new(self.rule, self.batch, epochs).seed(seed)
    }

    /// The network as the trainer's long runs and the scoreboard take it.
    const fn network(&self, build: fn(&mut Rng) -> Sequential) -> Network {
        Network {
            name: self.name,
            input: &[PIXELS],
            build,
            recipe: self.train(self.epochs, 1),
            source: self.source,
            printed: Some(self.printed),
        }
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

/// All of them for `--network`.
pub const NETWORKS: [Network; 4] = [
    RECIPES[0].network(|rng| RECIPES[0].build(rng)),
    RECIPES[1].network(|rng| RECIPES[1].build(rng)),
    RECIPES[2].network(|rng| RECIPES[2].build(rng)),
    RECIPES[3].network(|rng| RECIPES[3].build(rng)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameter_counts_of_the_sources() {
        let counts = RECIPES.map(|recipe| nabla::parameters(&recipe.build(&mut nabla::rng(1))));
        assert_eq!(counts, [7_850, 55_050, 669_706, 932_362]);
    }

    #[test]
    fn a_network_is_found_by_its_name() {
        assert_eq!(
            Recipe::find("mlp64").map(Recipe::sizes),
            Some(vec![784, 64, 64, 10])
        );
        assert!(Recipe::find("mlp65").is_none());
        for (network, recipe) in NETWORKS.iter().zip(&RECIPES) {
            let built = (network.build)(&mut nabla::rng(1));
            assert_eq!(
                nabla::parameters(&built),
                nabla::parameters(&recipe.build(&mut nabla::rng(1)))
            );
        }
    }
}
