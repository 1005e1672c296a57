//! How to train, as data; and a network of the sources with its recipe.

use crate::{Augment, Examples, Rule};
use datasets::Images;
use labkit::{Error, Result};
use nabla::{Module, Rng, Sequential};

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
    /// How the pictures of a batch are changed before they are shown.
    pub augment: Option<Augment>,
    /// Whether a long run shifts and scales the pictures, so that each channel of what is learned from has mean 0 and deviation 1.
    pub normalises: bool,
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
            augment: None,
            normalises: false,
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

    /// The same with this share held out, to choose between recipes by.
    pub const fn hold_out(mut self, validation: f64) -> Self {
        self.validation = validation;
        self
    }

    /// The same for pictures that are changed before they are shown.
    pub const fn augment(mut self, augment: Augment) -> Self {
        self.augment = Some(augment);
        self
    }

    /// The same for pictures each of whose channels is brought to mean 0 and deviation 1.
    pub const fn normalise(mut self) -> Self {
        self.normalises = true;
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
        let augment = self.augment.map(|augment| format!(", {augment}"));
        let normalises = self.normalises.then_some(", normalised");
        format!(
            "batch {}{}{}{}",
            self.batch,
            clip.unwrap_or_default(),
            augment.unwrap_or_default(),
            normalises.unwrap_or_default()
        )
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
    /// What it takes, without the batch axis: `[784]`, `[28, 28, 1]`, or `[32, 32, 3]` for coloured pictures.
    pub input: &'static [usize],
    /// The network with fresh weights; it gives `[N, K]` logits, as a rule for K = 10 classes.
    pub build: fn(&mut Rng) -> Sequential,
    /// How it is trained.
    pub recipe: Recipe,
    /// The lecture, or paper, that trains this network on MNIST, or on CIFAR-10 if it takes coloured pictures.
    pub source: &'static str,
    /// The test accuracy that it prints, if it does.
    pub printed: Option<f64>,
}

impl Network {
    /// The one of `networks` with this name.
    pub fn find<'a>(networks: &'a [Network], name: &str) -> Option<&'a Network> {
        networks.iter().find(|network| network.name == name)
    }

    /// Whether it takes coloured pictures.
    pub fn is_coloured(&self) -> bool {
        matches!(self.input, [_, _, 3])
    }

    /// Asks whether pictures such as these can be shown to it.
    ///
    /// # Errors
    /// If they have another size, other channels or another number of classes than it is made for.
    pub fn takes(&self, images: &Images) -> Result<()> {
        let pixels: usize = self.input.iter().product();
        if pixels == images.height * images.width * images.channels {
            return self.tells_apart(images.classes);
        }
        let set = if self.is_coloured() {
            "cifar10"
        } else {
            "mnist"
        };
        Err(Error::new(format!(
            "the network {} takes pictures of {:?} numbers, and those of {} are {} × {} with {} channels",
            self.name, self.input, images.name, images.height, images.width, images.channels
        ))
        .remedy(format!("give it others: --data {set}")))
    }

    /// Asks whether it has an output for each class.
    fn tells_apart(&self, classes: usize) -> Result<()> {
        let model = (self.build)(&mut nabla::rng(0));
        let outputs = model.describe(self.input.into(), &mut Vec::new()).last();
        if outputs == classes {
            return Ok(());
        }
        Err(Error::new(format!(
            "the network {} tells {outputs} classes apart, and these pictures have {classes}",
            self.name
        ))
        .remedy("choose another network, or other pictures with --data"))
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
