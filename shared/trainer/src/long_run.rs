//! What `--network` asks for: one network trained on all there is, with a checkpoint after each epoch.

use crate::checkpoint::{Found, Run};
use crate::device::{self, device, still_there};
use crate::interrupt::{self, Listener};
use crate::lock::Lock;
use crate::offer;
use crate::position::Resumable;
use crate::{Recipe, Rule};
use labkit::{Error, Flag, Lesson, Result};
use nabla::{Checkpoint, Device};
use std::path::PathBuf;
use std::rc::Rc;

/// The flags of a lesson that offers long runs: `network`, `data`, `epochs`, `resume` and `device`. All but the first two
/// are refused without a network.
pub fn flags(networks: &'static [&'static str]) -> [Flag; 5] {
    let network = Flag::choice(
        "network",
        networks,
        networks[0],
        "In place of the lesson: train this network on all of the data, and show what it has learned",
    );
    let resume = Flag::switch(
        "resume",
        "With --network: go on from the checkpoint that an interrupted training left in --out",
    );
    let device = Flag::choice("device", &["cpu", "gpu"], "cpu", device::help());
    [
        network,
        Flag::pictures(),
        Flag::epochs().only_with("network"),
        resume.only_with("network"),
        device.only_with("network"),
    ]
}

/// What a long run trains, and on what.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The name of the network.
    pub network: String,
    /// The name of the data.
    pub data: String,
    /// The [`Fingerprint`](crate::Fingerprint) of the examples.
    pub examples: String,
    /// The optimiser, and how its rate falls.
    pub rule: Rule,
    /// The other numbers of the recipe.
    pub recipe: String,
    /// How many epochs the recipe has.
    pub epochs: usize,
}

impl Job {
    /// By this recipe.
    pub fn new(network: &str, data: &str, examples: String, recipe: &Recipe) -> Self {
        Job {
            network: network.to_string(),
            data: data.to_string(),
            examples,
            rule: recipe.rule,
            recipe: recipe.rest(),
            epochs: recipe.epochs,
        }
    }
}

/// A long run: which one it is, where it is kept, where it computes, and how far it goes.
pub struct LongRun {
    /// Which training it is.
    pub run: Run,
    /// Where it computes.
    pub device: Device,
    /// The file that it is kept in.
    pub place: PathBuf,
    goes_on: bool,
    before: String,
    /// As long as it lives, no other run writes into the folder.
    _lock: Rc<Lock>,
}

/// What an epoch came to: the cells of its row after the first, and the share read right, where that makes sense.
pub struct Seen {
    /// For the table.
    pub cells: Vec<String>,
    /// For the bar.
    pub right: Option<f64>,
}

impl LongRun {
    /// As the flags of the lesson say. Where a checkpoint of it lies and no `--resume` is given, a person is asked whether to
    /// go on from there; an earlier checkpoint that is not gone on from is put aside.
    ///
    /// # Errors
    /// If there is no such device, another training runs in the same folder, or a file cannot be moved.
    pub fn new(lesson: &mut Lesson, job: Job) -> Result<Self> {
        let mut runs = Self::several(lesson, [job])?;
        runs.pop()
            .ok_or_else(|| Error::new("a long run trains one network at least"))
    }

    /// Several that belong together: all of them are gone on with, or none.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn several(lesson: &mut Lesson, jobs: impl IntoIterator<Item = Job>) -> Result<Vec<Self>> {
        let device = device(lesson)?;
        let lock = Rc::new(Lock::take(&lesson.flags().out)?);
        let jobs = jobs.into_iter();
        let mut runs: Vec<LongRun> = jobs
            .map(|job| LongRun::of(lesson, job, &device, &lock))
            .collect();
        let goes_on = offer::goes_on(lesson, &runs)?;
        for (i, run) in runs.iter_mut().enumerate() {
            // One that was interrupted may not have come to the later ones.
            run.goes_on = goes_on && (i == 0 || run.place.exists());
        }
        Ok(runs)
    }

    fn of(lesson: &Lesson, job: Job, device: &Device, lock: &Rc<Lock>) -> Self {
        let flags = lesson.flags();
        let usual = if flags.quick { 1 } else { job.epochs };
        let (network, data, seed) = (&job.network, &job.data, flags.seed);
        let file = format!("checkpoint-{network}-{data}-{seed}.safetensors");
        let place = flags.out.join(file);
        Checkpoint::tidy(&place);
        LongRun {
            run: Run {
                network: job.network,
                data: job.data,
                examples: job.examples,
                seed,
                rule: job.rule,
                recipe: job.recipe,
                epochs: flags.epochs.unwrap_or(usual),
            },
            device: device.clone(),
            place,
            goes_on: false,
            before: String::new(),
            _lock: lock.clone(),
        }
    }

    /// Takes a fresh training to where the file has it, if it is to go on from there.
    ///
    /// # Errors
    /// If the file is absent, damaged or of another run.
    pub fn resume(&mut self, lesson: &mut Lesson, training: &mut dyn Resumable) -> Result<()> {
        if !self.goes_on {
            return Ok(());
        }
        let found = self.run.resume(training, &self.place)?;
        self.before = found.plans(&self.run);
        let Found {
            position, planned, ..
        } = &found;
        let how = match *planned == self.run.epochs {
            true => "The weights, what the optimiser remembers, the place in the shuffling, the learning rate and the random numbers to come are those of the interrupted run. It goes on as if it had never stopped.".to_string(),
            false => found.replanned(&self.run, training.steps_an_epoch()),
        };
        lesson.say(format!("Resumed after {}. {how}", position.in_words()));
        Ok(())
    }

    /// The epochs that are left, each with its checkpoint; a bar, and a row under these columns, if there are any. `learn`
    /// trains for one epoch and calls what it is given with the loss of each step; `measure` gets what it returned.
    ///
    /// # Errors
    /// Those of `measure`; if the graphics card went away; if the checkpoint cannot be written; if somebody asked the program
    /// to end, which it then does after the step, with a checkpoint.
    pub fn train<T: Resumable, L>(
        &self,
        lesson: &mut Lesson,
        training: &mut T,
        columns: &[&str],
        mut learn: impl FnMut(&mut T, &mut dyn FnMut(f32)) -> L,
        mut measure: impl FnMut(&T, L) -> Result<Seen>,
    ) -> Result<()> {
        let _listener = Listener::new();
        training.break_when(interrupt::asked);
        let (every, begun) = (training.steps_an_epoch(), training.position());
        let done = begun.epochs * every + begun.steps;
        let mut bar = lesson.progress(&self.run.network, self.run.epochs * every - done);
        let mut rows = lesson.rows(["epoch"].iter().chain(columns).copied());
        let mut right = None;
        while training.position().epochs < self.run.epochs {
            let losses = learn(training, &mut |loss| bar.step(loss, right));
            // Before anything is kept: the epoch's last steps may only have been computed for what is measured.
            still_there(&self.device)?;
            let number = training.position().epochs;
            let is_whole = training.position().steps == 0;
            let seen = match is_whole {
                true => Some(measure(training, losses)?),
                false => None,
            };
            still_there(&self.device)?;
            self.run.save(training, &self.before, &self.place)?;
            if let Some(seen) = seen {
                right = seen.right;
                let cells = [number.to_string()].into_iter().chain(seen.cells);
                rows.push(&bar, cells);
            }
            if interrupt::asked() && number < self.run.epochs {
                bar.done();
                return Err(self.stopped(training));
            }
        }
        bar.done();
        lesson.rows_done(rows, &format!(
            "The training loss is the mean over an epoch, while the weights changed. After each epoch a checkpoint was written to `{}`; if a run is interrupted, the same command with `--resume` goes on.",
            self.place.display()
        ));
        Ok(())
    }

    fn stopped(&self, training: &dyn Resumable) -> Error {
        Error::new(format!(
            "Stopped after {}, with {} epochs planned. The same command with `--resume` goes on from there as if it had never stopped: {} has all that it needs.",
            training.position().in_words(),
            self.run.epochs,
            self.place.display()
        ))
        .code(interrupt::code())
    }
}
