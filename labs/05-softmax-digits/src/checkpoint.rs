//! A training in a file, so that a long one may be interrupted.
//!
//! What is kept: the weights, what the optimiser remembers, how many epochs are done, and what was trained on what.
//! Seed and epochs give back the place in the shuffling and in the schedule of the rate. So a training that goes on
//! from its file ends with the very weights of one that was never interrupted.
//!
//! The file is nabla's: in the format safetensors, written whole or not at all, and checked before anything of it is
//! used.

use labkit::{Error, Result};
use nabla::optim::Optimizer;
use nabla::{Checkpoint, FileError, Parameters};
use std::path::Path;

/// Which training it is: two with the same three go the same way.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The flag of the recipe.
    pub network: String,
    /// The name of the data.
    pub data: String,
    /// The seed of weights and shuffling.
    pub seed: u64,
}

const START_AFRESH: &str = "start afresh without --resume";

impl Run {
    /// Writes where a training is after `epochs` epochs.
    ///
    /// # Errors
    /// If the file cannot be written, or the training has failed: its numbers are not finite.
    pub fn save(
        &self,
        model: &dyn Parameters,
        optimizer: &dyn Optimizer,
        epochs: usize,
        path: &Path,
    ) -> Result<()> {
        let checkpoint = Checkpoint::of(model)
            .training(model, optimizer)
            .note("network", &self.network)
            .note("data", &self.data)
            .note("seed", self.seed)
            .note("epochs", epochs);
        let saved = checkpoint.save(path);
        saved.map_err(|error| {
            about(&error).remedy(format!(
                "{}; --out chooses another directory",
                error.remedy()
            ))
        })
    }

    /// Gives a model and its optimiser what the file has kept of them; returns how many of the `epochs` epochs are done.
    /// To go past these in the shuffling is the caller's part.
    ///
    /// # Errors
    /// If the file is absent or damaged, is of another run, or has more epochs than are wanted. Both are then as they
    /// were.
    pub fn resume(
        &self,
        model: &mut dyn Parameters,
        optimizer: &mut dyn Optimizer,
        epochs: usize,
        path: &Path,
    ) -> Result<usize> {
        let afresh = |error: &FileError| about(error).remedy(START_AFRESH);
        let kept = Checkpoint::read(path).map_err(|error| afresh(&error))?;
        let done = self.epochs_in(&kept, path)?;
        if done > epochs {
            return Err(Error::new(format!(
                "checkpoint {}: has {done} epochs behind it, and {epochs} were asked for",
                path.display()
            ))
            .remedy("ask for more with --epochs, or start afresh without --resume"));
        }
        kept.resume(model, optimizer)
            .map_err(|error| afresh(&error))?;
        Ok(done)
    }

    /// How many epochs were done, if the file is of this run.
    fn epochs_in(&self, kept: &Checkpoint, path: &Path) -> Result<usize> {
        let note = |key| kept.get(key).unwrap_or("(not said)");
        let wrong = |what: String| {
            Error::new(format!("checkpoint {}: {what}", path.display())).remedy(START_AFRESH)
        };
        let theirs = [note("network"), note("data"), note("seed")];
        let seed = self.seed.to_string();
        if theirs != [self.network.as_str(), self.data.as_str(), seed.as_str()] {
            return Err(wrong(format!(
                "is of {} on {} with seed {}, not of {} on {} with seed {seed}",
                theirs[0], theirs[1], theirs[2], self.network, self.data
            )));
        }
        let epochs = note("epochs").parse();
        epochs.map_err(|_| wrong("does not say after how many epochs it was written".to_string()))
    }
}

fn about(error: &FileError) -> Error {
    Error::new(format!(
        "checkpoint {}: {}",
        error.path().display(),
        error.what()
    ))
}
