//! What `--network` asks for: one network trained on all there is, with a checkpoint after each epoch.

use crate::Resumable;
use crate::checkpoint::Run;
use crate::device::{self, device, still_there};
use labkit::{Error, Flag, Lesson, Result, Table};
use nabla::Device;
use std::path::PathBuf;

/// The flags of a lesson that offers long runs: `network`, `resume` and `device`.
pub fn flags(networks: &'static [&'static str]) -> [Flag; 3] {
    [
        Flag::choice(
            "network",
            networks,
            networks[0],
            "In place of the lesson: train this network on all of the data, and show what it has learned",
        ),
        Flag::switch(
            "resume",
            "With --network: go on from the checkpoint that an interrupted training left in --out",
        ),
        Flag::choice("device", &["cpu", "gpu"], "cpu", device::help()),
    ]
}

/// A long run: which one it is, where it is kept, where it computes, and how far it goes.
pub struct LongRun {
    /// Which training it is.
    pub run: Run,
    /// Where it computes.
    pub device: Device,
    /// Epochs in all.
    pub epochs: usize,
    /// Epochs that an earlier run has done.
    pub done: usize,
    /// The file that it is kept in.
    pub place: PathBuf,
}

/// What an epoch came to: the cells of its row after the first, and the share read right, where that makes sense.
pub struct Seen {
    /// For the table.
    pub cells: Vec<String>,
    /// For the bar.
    pub right: Option<f64>,
}

impl LongRun {
    /// As the flags of the lesson say, of `network` on `data`; `usual` is how many epochs its recipe has.
    ///
    /// # Errors
    /// If there is no such device.
    pub fn new(lesson: &Lesson, network: &str, data: &str, usual: usize) -> Result<Self> {
        let usual = if lesson.flags().quick { 1 } else { usual };
        let file = format!("checkpoint-{network}-{data}.safetensors");
        Ok(LongRun {
            run: Run {
                network: network.to_string(),
                data: data.to_string(),
                seed: lesson.flags().seed,
            },
            device: device(lesson)?,
            epochs: lesson.flags().epochs.unwrap_or(usual),
            done: 0,
            place: lesson.flags().out.join(file),
        })
    }

    /// With `--resume`, takes a fresh training to where the file has it.
    ///
    /// # Errors
    /// If the file is absent, damaged or of another run.
    pub fn resume(&mut self, lesson: &mut Lesson, training: &mut dyn Resumable) -> Result<()> {
        if lesson.choice("resume") != "yes" {
            return Ok(());
        }
        let (done, planned) = self.run.resume(training, self.epochs, &self.place)?;
        self.done = done;
        let how = match planned == self.epochs {
            true => "the weights, what the optimiser remembers, the place in the shuffling, the learning rate and the random numbers to come are those of the interrupted run. It goes on as if it had never stopped.".to_string(),
            false => format!(
                "it was planned for {planned} epochs, and now for {}. Weights and memory are those of the interrupted run; a learning rate that falls goes on along the new plan.",
                self.epochs
            ),
        };
        lesson.say(format!("Resumed after epoch {done}: {how}"));
        Ok(())
    }

    /// A checkpoint that nobody asked to go on from is not written over, but put aside: it may be hours of work.
    fn make_room(&self, lesson: &mut Lesson) -> Result<()> {
        if self.done > 0 || !self.place.exists() {
            return Ok(());
        }
        let aside = self.place.with_extension("previous.safetensors");
        std::fs::rename(&self.place, &aside).map_err(|error| {
            Error::new(format!(
                "{} cannot be put aside: {error}",
                self.place.display()
            ))
            .remedy("move it, or choose another directory with --out")
        })?;
        lesson.say(format!(
            "An earlier checkpoint lay here, and no `--resume` asked for it; it is now `{}`.",
            aside.display()
        ));
        Ok(())
    }

    /// The epochs that are left, each with its checkpoint; a bar, and a table under these columns, if there are any. `epoch`
    /// trains one and measures it; it calls what it is given with the loss of each step.
    ///
    /// # Errors
    /// Those of `epoch`; if the graphics card went away; if the checkpoint cannot be written.
    pub fn train<T: Resumable>(
        &self,
        lesson: &mut Lesson,
        training: &mut T,
        columns: &[&str],
        mut epoch: impl FnMut(&mut T, &mut dyn FnMut(f32)) -> Result<Seen>,
    ) -> Result<()> {
        self.make_room(lesson)?;
        let steps = (self.epochs - self.done) * training.steps_an_epoch();
        let mut bar = lesson.progress(&self.run.network, steps);
        let mut table = Table::new(["epoch"].iter().chain(columns).copied());
        let mut right = None;
        for number in self.done + 1..=self.epochs {
            let seen = epoch(training, &mut |loss| bar.step(loss, right))?;
            // Before anything is kept: the epoch's last steps may only have been computed for what was measured.
            still_there(&self.device)?;
            let done = (number, self.epochs);
            self.run.save(training, done, &self.place)?;
            right = seen.right;
            if number <= 3 || number % 5 == 0 || number == self.epochs {
                table.push([number.to_string()].into_iter().chain(seen.cells));
            }
        }
        bar.done();
        if self.done < self.epochs && !columns.is_empty() {
            lesson.table(&table.caption(format!(
                "The training loss is the mean over an epoch, while the weights changed. After each epoch a checkpoint was written to `{}`; if a run is interrupted, the same command with `--resume` goes on.",
                self.place.display()
            )));
        }
        Ok(())
    }
}
