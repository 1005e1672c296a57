//! The pictures of a classifier: to learn from, to choose by, and to be tested on.

use crate::{Channels, Examples, Network};
use datasets::{Split, cifar};
use labkit::Result;

/// The pictures that `--data` names, grey or coloured.
///
/// # Errors
/// If there are none of that name, or their files cannot be had.
pub fn pictures_called(data: &str) -> Result<Split> {
    Ok(match cifar::set(data) {
        Some(_) => datasets::coloured(data)?,
        None => datasets::images(data)?,
    })
}

/// What a network learns from, what its recipe is chosen by, and what is looked at in the end, as it takes them.
pub struct Sets {
    /// To learn from.
    pub train: Examples,
    /// Held out of the training pictures, if the recipe says so.
    pub valid: Option<Examples>,
    /// To be tested on.
    pub test: Examples,
    /// How all of them were shifted and scaled, if they were: by the means and deviations of those that are learned from.
    pub channels: Option<Channels>,
}

impl Sets {
    /// For this network, by its recipe.
    ///
    /// # Errors
    /// If such pictures cannot be shown to it.
    pub fn of(network: &Network, split: Split) -> Result<Self> {
        network.takes(&split.train)?;
        let recipe = &network.recipe;
        let [all, mut test] =
            [split.train, split.test].map(|images| network.examples(&Examples::from(images)));
        let (mut train, mut valid) = match recipe.validation > 0.0 {
            true => {
                let (train, valid) = recipe.split(&all);
                (train, Some(valid))
            }
            false => (all, None),
        };
        let channels = recipe.normalises.then(|| Channels::of(&train));
        if let Some(channels) = &channels {
            let examples = [&mut train, &mut test].into_iter().chain(&mut valid);
            examples.for_each(|examples| channels.apply(examples));
        }
        Ok(Sets {
            train,
            valid,
            test,
            channels,
        })
    }
}
