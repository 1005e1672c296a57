//! A training in a file, so that a long one may be interrupted.
//!
//! What is kept: the weights, what the optimiser remembers, where the generator of random numbers stands, how many epochs
//! are done, and what was trained on what. Seed and epochs give back the place in the shuffling and in the
//! schedule of the rate. So a training that goes on from its file, on the same device and with as many epochs planned, ends
//! with the very weights of one that was never interrupted.
//!
//! The file is nabla's: in the format safetensors, written whole or not at all, and checked before anything of it is
//! used.

use crate::{Kept, Resumable};
use labkit::{Error, Result};
use nabla::{Checkpoint, FileError};
use std::path::Path;

/// Which training it is: two with the same three go the same way.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The name of the network.
    pub network: String,
    /// The name of the data.
    pub data: String,
    /// The seed of weights and shuffling.
    pub seed: u64,
}

const START_AFRESH: &str = "start afresh without --resume";

impl Run {
    /// Writes where a training is after so many epochs, of those that are planned.
    ///
    /// # Errors
    /// If the file cannot be written, or the training has failed: its numbers are not finite.
    pub fn save(
        &self,
        training: &mut dyn Resumable,
        (epochs, planned): (usize, usize),
        path: &Path,
    ) -> Result<()> {
        let Kept {
            model,
            optimizer,
            rng,
        } = training.kept();
        let checkpoint = Checkpoint::of(model)
            .training(model, optimizer)
            .note("network", &self.network)
            .note("data", &self.data)
            .note("seed", self.seed)
            .note("generator", rng.get_word_pos())
            .note("epochs", epochs)
            .note("planned", planned);
        checkpoint.save(path).map_err(|error| {
            let remedy = match error.what().contains("not finite") {
                true => "a smaller learning rate, or shorter gradients, may keep it from that"
                    .to_string(),
                false => format!("{}; --out chooses another directory", error.remedy()),
            };
            about(&error).remedy(remedy)
        })
    }

    /// Gives a fresh training what the file has kept of it, and takes it to where that was; returns how many of the
    /// `epochs` epochs are done, and how many were planned when it was written. With another plan a rate that falls is
    /// now at another place: what comes is then a training of its own.
    ///
    /// # Errors
    /// If the file is absent or damaged, is of another run, or has more epochs than are wanted. The training is then as it
    /// was.
    pub fn resume(
        &self,
        training: &mut dyn Resumable,
        epochs: usize,
        path: &Path,
    ) -> Result<(usize, usize)> {
        let afresh = |error: FileError| about(&error).remedy(START_AFRESH);
        let file = Checkpoint::read(path).map_err(afresh)?;
        let (done, planned, generator) = self.position(&file, path)?;
        if done > epochs {
            return Err(Error::new(format!(
                "checkpoint {}: has {done} epochs behind it, and {epochs} were asked for",
                path.display()
            ))
            .remedy("ask for more with --epochs, or start afresh without --resume"));
        }
        let device = training.device().clone();
        let kept = training.kept();
        file.resume(kept.model, kept.optimizer).map_err(afresh)?;
        nabla::move_to(kept.model, &device);
        training.skip(done);
        training.kept().rng.set_word_pos(generator);
        Ok((done, planned))
    }

    /// How many epochs were done, how many planned, and where the generator stood, if the file is of this run.
    fn position(&self, file: &Checkpoint, path: &Path) -> Result<(usize, usize, u128)> {
        let note = |key| file.get(key).unwrap_or("(not said)");
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
        let absent = |what: &str| wrong(format!("does not say {what}"));
        let epochs = note("epochs").parse();
        let epochs = epochs.map_err(|_| absent("after how many epochs it was written"))?;
        let planned = note("planned").parse();
        let planned = planned.map_err(|_| absent("how many epochs were planned"))?;
        let generator = note("generator").parse();
        let generator = generator.map_err(|_| absent("where its random numbers stood"))?;
        Ok((epochs, planned, generator))
    }
}

fn about(error: &FileError) -> Error {
    Error::new(format!(
        "checkpoint {}: {}",
        error.path().display(),
        error.what()
    ))
}
