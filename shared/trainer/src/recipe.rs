//! How to train, as data; and a network of the sources with its recipe.

use crate::{Examples, Rule};
use nabla::{Rng, Sequential};

/// How to train.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// What a step does with the gradients.
    pub rule: Rule,
    /// Examples a step.
    pub batch: usize,
    /// How often every example is shown.
    pub epochs: usize,
    /// The longest gradient that is let through; a longer one is shortened to this length.
    pub clip: Option<f32>,
    /// Of the shuffling, and of whatever is drawn on the way.
    pub seed: u64,
    /// The share of the examples that is held out, to validate on.
    pub validation: f64,
    /// Epochs without a new lowest validation loss before the training stops, and goes back to its best epoch.
    pub patience: Option<usize>,
}

impl Recipe {
    /// Without clipping, validation and patience, from seed 1.
    pub const fn new(rule: Rule, batch: usize, epochs: usize) -> Self {
        Recipe {
            rule,
            batch,
            epochs,
            clip: None,
            seed: 1,
            validation: 0.0,
            patience: None,
        }
    }

    /// The same from another seed.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The same for so many epochs.
    pub const fn epochs(mut self, epochs: usize) -> Self {
        self.epochs = epochs;
        self
    }

    /// The same with gradients of this length at most.
    pub const fn clip(mut self, longest: f32) -> Self {
        self.clip = Some(longest);
        self
    }

    /// The same with this share held out, and a stop after `patience` epochs without improvement there.
    pub const fn stop_early(mut self, validation: f64, patience: usize) -> Self {
        self.validation = validation;
        self.patience = Some(patience);
        self
    }

    /// The examples to learn from, and the last of them, held out to validate on.
    ///
    /// # Panics
    /// If the share held out is not from 0 to 1, or leaves nothing to learn from.
    pub fn split(&self, examples: &Examples) -> (Examples, Examples) {
        assert!(
            (0.0..1.0).contains(&self.validation),
            "a share of {} cannot be held out: it lies from 0 to below 1",
            self.validation
        );
        let held_out = (examples.len() as f64 * self.validation).round() as usize;
        assert!(
            held_out < examples.len(),
            "of {} examples {held_out} are held out: nothing is left to learn from",
            examples.len()
        );
        examples.split_at(examples.len() - held_out)
    }

    /// What rule, seed and epochs do not say of it, in words, so that two with the same words go the same way.
    pub fn rest(&self) -> String {
        let clip = self
            .clip
            .map(|longest| format!(", gradients of {longest} at most"));
        format!("batch {}{}", self.batch, clip.unwrap_or_default())
    }

    /// Rule, batch and epochs, for a line of text.
    pub fn in_words(&self) -> String {
        format!(
            "{}, batch {}, {} epochs",
            self.rule, self.batch, self.epochs
        )
    }
}

/// A network of the sources, and how it is trained.
#[derive(Debug, Clone, Copy)]
pub struct Network {
    /// What `--network` and the tables call it.
    pub name: &'static str,
    /// What it takes, without the batch axis: `[784]`, or `[28, 28, 1]`.
    pub input: &'static [usize],
    /// The network with fresh weights; it gives `[N, 10]` logits.
    pub build: fn(&mut Rng) -> Sequential,
    /// How it is trained.
    pub recipe: Recipe,
    /// The lecture that trains this network on MNIST.
    pub source: &'static str,
    /// The test accuracy that it prints, if it does.
    pub printed: Option<f64>,
}

impl Network {
    /// The one of `networks` with this name.
    pub fn find<'a>(networks: &'a [Network], name: &str) -> Option<&'a Network> {
        networks.iter().find(|network| network.name == name)
    }

    /// The examples as this network takes them. No number moves.
    pub fn examples(&self, examples: &Examples) -> Examples {
        let dims: Vec<usize> = [&[examples.len()], self.input].concat();
        Examples {
            images: examples.images.reshape(dims.as_slice()),
            labels: examples.labels.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten() -> Examples {
        Examples::from(datasets::digits().train.take(10))
    }

    #[test]
    fn the_last_examples_are_held_out() {
        let recipe = Recipe::new(Rule::sgd(0.1), 5, 3).stop_early(0.3, 2);
        let (learn, valid) = recipe.split(&ten());
        assert_eq!((learn.len(), valid.len()), (7, 3));
        assert_eq!(valid.labels.as_slice(), &ten().labels.as_slice()[7..]);
        let (all, none) = Recipe::new(Rule::sgd(0.1), 5, 3).split(&ten());
        assert_eq!((all.len(), none.len()), (10, 0));
    }

    #[test]
    #[should_panic(expected = "nothing is left to learn from")]
    fn something_has_to_be_left() {
        let recipe = Recipe::new(Rule::sgd(0.1), 5, 3).stop_early(0.96, 2);
        let _ = recipe.split(&ten());
    }
}
