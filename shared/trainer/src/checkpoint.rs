//! A training in a file, so that a long one may be interrupted.
//!
//! What is kept: the weights, what the optimiser remembers, where the generator of random numbers stands, how many epochs
//! and steps are done, and what was trained on what, and how. Seed and steps give back the place in the shuffling and in
//! the schedule of the rate. So a training that goes on from its file, on the same device and with as many epochs planned,
//! ends with the very weights of one that was never interrupted, and with the very bytes of its file.
//!
//! The file is nabla's: in the format safetensors, written whole or not at all, and checked before anything of it is
//! used.

use crate::position::{Kept, Position, Resumable};
use crate::{Fall, Rule};
use labkit::{Error, Result};
use nabla::{Checkpoint, FileError, Tensor};
use std::path::Path;

/// Which training it is: two with the same of all this go the same way.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The name of the network.
    pub network: String,
    /// The name of the data.
    pub data: String,
    /// The [`Fingerprint`](crate::Fingerprint) of the examples.
    pub examples: String,
    /// The seed of weights and shuffling.
    pub seed: u64,
    /// The optimiser, and how its rate falls.
    pub rule: Rule,
    /// The other numbers of the recipe, but for the epochs.
    pub recipe: String,
    /// Epochs in all.
    pub epochs: usize,
}

/// How far the training in a file is, and what was planned for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How far it is.
    pub position: Position,
    /// Epochs that were planned for it last.
    pub planned: usize,
    /// Plans before that, each with where it ended: `10 to epoch 3, `.
    pub(crate) before: String,
}

const START_AFRESH: &str = "start afresh without --resume";

impl Run {
    /// Writes where a training is. `before` is what [`resume`](Self::resume) said of earlier plans, or nothing.
    ///
    /// # Errors
    /// If the file cannot be written, or the training has failed: its numbers are not finite.
    pub fn save(&self, training: &mut dyn Resumable, before: &str, path: &Path) -> Result<()> {
        let position = training.position().clone();
        let carried = match position.steps {
            0 => Vec::new(), // An epoch begins with nothing.
            _ => training.carried(),
        };
        let Kept {
            model,
            optimizer,
            rng,
        } = training.kept();
        let sums: Vec<String> = position.sums.iter().map(f64::to_string).collect();
        let mut checkpoint = Checkpoint::of(model)
            .training(model, optimizer)
            .note("generator", rng.get_word_pos())
            .note("epochs", position.epochs)
            .note("steps", position.steps)
            .note("sums", sums.join(" "))
            .note("planned", format!("{before}{}", self.epochs));
        for (key, _, ours) in self.identity() {
            checkpoint = checkpoint.note(key, ours);
        }
        for (name, tensor) in carried {
            checkpoint = checkpoint.beside(name, &tensor);
        }
        checkpoint.save(path).map_err(|error| {
            let remedy = match error.what().contains("not finite") {
                true => "a smaller learning rate, or shorter gradients, may keep it from that"
                    .to_string(),
                false => format!("{}; --out chooses another directory", error.remedy()),
            };
            let goes_on = match path.is_file() {
                true => ". The checkpoint before it is whole: --resume goes on from there",
                false => "",
            };
            about(&error).remedy(remedy + goes_on)
        })
    }

    /// Gives a fresh training what the file has kept of it, and takes it to where that was. With another number of epochs
    /// planned a rate that falls to the end of the plan is now at another place: what comes is then a training of its own.
    ///
    /// # Errors
    /// If the file is absent or damaged, is of another run, or has more epochs than are wanted. The training is then as it
    /// was.
    pub fn resume(&self, training: &mut dyn Resumable, path: &Path) -> Result<Found> {
        let afresh = |error: FileError| about(&error).remedy(START_AFRESH);
        let file = Checkpoint::read(path).map_err(afresh)?;
        let found = self.found(&file, path)?;
        let wrong = |what: String| wrong(path, &what);
        let (position, every) = (&found.position, training.steps_an_epoch());
        if position.steps >= every {
            let steps = position.steps;
            return Err(wrong(format!(
                "is after step {steps} of an epoch of {every}"
            )));
        }
        let generator = file.get("generator").and_then(|at| at.parse().ok());
        let generator = generator
            .ok_or_else(|| wrong("does not say where its random numbers stood".to_string()))?;
        let carried = carried(&file).map_err(afresh)?;
        training.carry(position, carried).map_err(wrong)?;
        let device = training.device().clone();
        let kept = training.kept();
        file.resume(kept.model, kept.optimizer).map_err(afresh)?;
        nabla::move_to(kept.model, &device);
        training.go_to(position);
        training.kept().rng.set_word_pos(generator);
        Ok(found)
    }

    /// Whether [`resume`](Self::resume) would take the file, as far as can be said without a training.
    ///
    /// # Errors
    /// If it would not.
    pub fn look(&self, path: &Path) -> Result<Found> {
        let file = Checkpoint::read(path);
        self.found(
            &file.map_err(|error| about(&error).remedy(START_AFRESH))?,
            path,
        )
    }

    /// What makes it this run: what a file calls it, what a person does, and what it is.
    fn identity(&self) -> [(&'static str, &'static str, String); 6] {
        [
            ("network", "the network", self.network.clone()),
            ("data", "the data", self.data.clone()),
            (
                "examples",
                "the fingerprint of the examples",
                self.examples.clone(),
            ),
            ("seed", "the seed", self.seed.to_string()),
            ("rule", "the optimiser", self.rule.exactly()),
            ("recipe", "the recipe", self.recipe.clone()),
        ]
    }

    fn found(&self, file: &Checkpoint, path: &Path) -> Result<Found> {
        let note = |key| file.get(key).unwrap_or("(not said)");
        let differences = self.identity().into_iter().filter_map(|(key, what, ours)| {
            let theirs = note(key);
            (theirs != ours).then(|| format!("{what} was {theirs} and is now {ours}"))
        });
        let differences: Vec<String> = differences.collect();
        if !differences.is_empty() {
            return Err(wrong(
                path,
                &format!("is of another training: {}", differences.join("; ")),
            ));
        }
        let number = |key, text: &str| {
            let absent = format!("does not say {key}");
            text.parse::<usize>().map_err(|_| wrong(path, &absent))
        };
        let epochs = number("after how many epochs it was written", note("epochs"))?;
        let steps = number("after how many steps it was written", note("steps"))?;
        let sums = note("sums").split_whitespace().map(str::parse);
        let sums = sums.collect::<std::result::Result<_, _>>();
        let sums = sums.map_err(|_| wrong(path, "holds sums that are none"))?;
        let plans = note("planned");
        let last = plans.rfind(' ').map_or(0, |space| space + 1);
        let found = Found {
            position: Position {
                epochs,
                steps,
                sums,
            },
            planned: number("how many epochs were planned", &plans[last..])?,
            before: plans[..last].to_string(),
        };
        if epochs + usize::from(steps > 0) > self.epochs {
            let (place, place_done) = (path.display(), found.position.in_words());
            return Err(Error::new(format!(
                "checkpoint {place}: is after {place_done}, and {} epochs were asked for",
                self.epochs
            ))
            .remedy("ask for more with --epochs, or start afresh without --resume"));
        }
        Ok(found)
    }
}

impl Found {
    /// What a file has to say of its plans from now on: where the rate falls to the end of the plan, another plan makes it
    /// another training.
    pub(crate) fn plans(&self, run: &Run) -> String {
        match run.rule.fall.knows_the_end() && self.planned != run.epochs {
            true => {
                let place = self.position.in_words();
                format!("{}{} to {place}, ", self.before, self.planned)
            }
            false => self.before.clone(),
        }
    }

    /// What it means that now another number of epochs is planned, with so many steps each.
    pub(crate) fn replanned(&self, run: &Run, every: usize) -> String {
        let step = self.position.epochs * every + self.position.steps;
        let rate = |epochs: usize| run.rule.rate(step, epochs * every, every);
        let plans = format!(
            "It was planned for {} epochs, and now for {}.",
            self.planned, run.epochs
        );
        match run.rule.fall {
            Fall::Cosine | Fall::OneCycle(_) | Fall::Warm { .. } => format!(
                "{plans} Its learning rate falls along half a cosine to the end of the plan: here it would have gone on with {}, and now goes on with {}. What comes is neither the shorter training nor the longer one; for that, start over.",
                rate(self.planned),
                rate(run.epochs),
            ),
            Fall::Never | Fall::EachEpoch(_) => format!(
                "{plans} Its learning rate does not depend on that: it becomes the training of {} epochs, bit for bit.",
                run.epochs
            ),
        }
    }
}

/// What a file holds besides model and optimiser.
fn carried(file: &Checkpoint) -> std::result::Result<Vec<(String, Tensor)>, FileError> {
    let names = file.names().filter_map(|name| {
        let short = name.strip_prefix("beside.")?;
        Some((short.to_string(), name))
    });
    names
        .map(|(short, name)| Ok((short, file.tensor(name)?)))
        .collect()
}

fn wrong(path: &Path, what: &str) -> Error {
    Error::new(format!("checkpoint {}: {what}", path.display())).remedy(START_AFRESH)
}

fn about(error: &FileError) -> Error {
    let (place, what) = (error.path().display(), error.what());
    Error::new(format!("checkpoint {place}: {what}"))
}
