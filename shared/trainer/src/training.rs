//! Epoch after epoch: shuffled batches, each a step.

use crate::position::{Break, Kept, Position, Resumable, never};
use crate::stopping::EarlyStopping;
use crate::{Examples, Learner, Recipe, Score, score};
use datasets::Batches;
use labkit::Lesson;
use nabla::{Device, Module, Parameters, Rng, Tape, Var};

/// On a graphics card the loss is read after every so many steps: to read is to wait.
const READ_EVERY: usize = 25;

/// A run of training: what learns, how, and how far it is.
pub struct Training<M> {
    /// What learns, on the device.
    pub model: M,
    /// What takes the steps.
    pub learner: Learner,
    /// What is drawn on the way: noise, what is dropped.
    pub rng: Rng,
    /// Where it computes.
    pub device: Device,
    observers: Vec<Observer<M>>,
    batches: Batches,
    recipe: Recipe,
    position: Position,
    is_time: Break,
}

/// Somebody who looks on: called after each step, and after each epoch.
pub type Observer<M> = Box<dyn FnMut(&M, &Progress)>;

/// How far a training is, for who looks on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Epochs that are done.
    pub epochs: usize,
    /// Steps of the epoch that are done; 0 after an epoch.
    pub steps: usize,
    /// The loss of the step, on a graphics card the last one that was read; after an epoch, its mean.
    pub loss: f32,
}

/// How a network stood after an epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// Counted from 1.
    pub epoch: usize,
    /// The mean loss of the epoch's steps, while the weights changed.
    pub loss: f32,
    /// On the examples held out, where there are any.
    pub valid: Option<Score>,
}

impl<M: Parameters> Training<M> {
    /// Of this model, on so many examples. It goes to `device`.
    pub fn new(mut model: M, recipe: &Recipe, examples: usize, device: &Device) -> Self {
        nabla::move_to(&mut model, device);
        let batches = Batches::new(examples, recipe.batch, recipe.seed);
        Training {
            model,
            learner: Learner::of(recipe, batches.per_epoch()),
            rng: nabla::rng(recipe.seed ^ 0x6472_6f70), // another sequence than that of the weights
            device: device.clone(),
            observers: Vec::new(),
            batches,
            recipe: *recipe,
            position: Position::default(),
            is_time: never,
        }
    }

    /// The same with a generator of its own for all that is drawn on the way.
    pub fn drawing_from(mut self, rng: Rng) -> Self {
        self.rng = rng;
        self
    }

    /// From now on `observer` sees the model after each step and after each epoch, however it is trained.
    pub fn observe(&mut self, observer: Observer<M>) {
        self.observers.push(observer);
    }

    /// How it is trained.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// Steps in one epoch.
    pub fn steps_an_epoch(&self) -> usize {
        self.batches.per_epoch()
    }

    /// Epochs that are done.
    pub fn epochs_done(&self) -> usize {
        self.position.epochs
    }

    // ANCHOR: epoch
    /// Shows every example once, in shuffled batches. `gather` makes a batch of the places of
    /// its examples, `loss` says what is to become smaller, `after` sees the model and the loss
    /// of each step, on a graphics card the last one that was read. Returns the mean of those
    /// that were read; NaN if the epoch was broken off.
    pub fn epoch<B>(
        &mut self,
        mut gather: impl FnMut(&[usize], &mut Rng) -> B,
        mut loss: impl for<'t> FnMut(&M, &'t Tape, B) -> Var<'t>,
        mut after: impl FnMut(&mut M, f32),
    ) -> f32 {
        let read_every = if self.device.is_gpu() { READ_EVERY } else { 1 };
        let (epoch, from) = (self.position.epochs, self.position.steps);
        let [mut total, mut read, mut last] = [0, 1, 2].map(|i| self.position.sum(i) as f32);
        let batches = match from {
            0 => self.batches.epoch(),
            _ => self.batches.again(), // It was broken off, and goes on.
        };
        let steps = batches.len();
        for (step, places) in batches.enumerate().skip(from) {
            let batch = gather(places, &mut self.rng);
            let tape = Tape::training(&mut self.rng);
            let value = self.learner.learn(&mut self.model, tape, |model, tape| {
                loss(model, tape, batch)
            });
            if step % read_every == 0 {
                last = value.item();
                total += last * places.len() as f32;
                read += places.len() as f32;
            }
            after(&mut self.model, last);
            show(&mut self.observers, &self.model, epoch, step + 1, last);
            if step + 1 < steps && (self.is_time)() {
                self.position.steps = step + 1;
                self.position.sums = [total, read, last].map(f64::from).into();
                return f32::NAN;
            }
        }
        self.position = Position::after(epoch + 1);
        let mean = total / read;
        show(&mut self.observers, &self.model, epoch + 1, 0, mean);
        mean
    }
    // ANCHOR_END: epoch

    /// The epochs that are left of its recipe, with a bar called `what`, and the model they lead to. `train` makes one of them
    /// and calls what it is given with the loss of each step.
    pub fn finish(
        mut self,
        lesson: &Lesson,
        what: &str,
        mut train: impl FnMut(&mut Self, &mut dyn FnMut(f32)) -> f32,
    ) -> M {
        let left = self.recipe.epochs.saturating_sub(self.epochs_done());
        let mut bar = lesson.progress(what, left * self.steps_an_epoch());
        for _ in 0..left {
            train(&mut self, &mut |loss| bar.step(loss, None));
        }
        bar.done();
        self.model
    }
}

fn show<M>(observers: &mut [Observer<M>], model: &M, epochs: usize, steps: usize, loss: f32) {
    let progress = Progress {
        epochs,
        steps,
        loss,
    };
    for observer in observers {
        observer(model, &progress);
    }
}

impl<M: Module> Training<M> {
    /// An epoch of a classifier: it learns to name what it is shown.
    pub fn classify(&mut self, examples: &Examples, mut after: impl FnMut(f32)) -> f32 {
        let (device, augment) = (self.device.clone(), self.recipe.augment);
        self.epoch(
            |places, rng| {
                let (images, labels) = examples.gather(places);
                match augment {
                    Some(augment) => (augment.apply(&images, rng), labels),
                    None => (images, labels),
                }
            },
            |model, tape, (images, labels)| {
                let x = tape.constant(images.to(&device));
                model.forward(tape, x).softmax_cross_entropy(&labels)
            },
            |_, loss| after(loss),
        )
    }

    /// A classifier's epochs to the end of its recipe, or to that of its patience, which gives back the weights of the best
    /// epoch. `after` sees the model after each epoch, and how it stands on `valid`. Returns all these moments, for a curve.
    ///
    /// # Panics
    /// If the recipe has patience, and there is nothing to validate on.
    pub fn fit(
        &mut self,
        learn: &Examples,
        valid: Option<&Examples>,
        mut after: impl FnMut(&M, &Moment),
    ) -> Vec<Moment> {
        assert!(
            self.recipe.patience.is_none() || valid.is_some(),
            "patience waits for a lower validation loss: give examples to validate on"
        );
        let mut watch = self.recipe.patience.map(EarlyStopping::new);
        let mut history = Vec::new();
        while self.epochs_done() < self.recipe.epochs {
            let loss = self.classify(learn, |_| {});
            let valid = valid.map(|valid| score(&self.model, valid).told_as("valid"));
            let moment = Moment {
                epoch: self.epochs_done(),
                loss,
                valid,
            };
            after(&self.model, &moment);
            history.push(moment);
            if let (Some(watch), Some(valid)) = (&mut watch, valid)
                && !watch.goes_on(self.epochs_done(), valid.loss, &self.model)
            {
                break;
            }
        }
        if let Some(watch) = &watch {
            watch.restore(&mut self.model);
        }
        history
    }
}

impl<M: Parameters> Resumable for Training<M> {
    fn kept(&mut self) -> Kept<'_> {
        Kept {
            model: &mut self.model,
            optimizer: self.learner.optimizer.as_mut(),
            rng: &mut self.rng,
        }
    }

    fn position(&self) -> &Position {
        &self.position
    }

    fn go_to(&mut self, position: &Position) {
        let every = self.steps_an_epoch();
        let begun = usize::from(position.steps > 0);
        (0..position.epochs + begun).for_each(|_| drop(self.batches.epoch()));
        self.learner.skip(position.epochs * every + position.steps);
        self.position = position.clone();
    }

    fn break_when(&mut self, is_time: Break) {
        self.is_time = is_time;
    }

    fn steps_an_epoch(&self) -> usize {
        Training::steps_an_epoch(self)
    }

    fn device(&self) -> &Device {
        &self.device
    }
}
