//! Epoch after epoch: shuffled batches, each a step.

use crate::stopping::EarlyStopping;
use crate::{Examples, Learner, Recipe, Score, score};
use datasets::Batches;
use nabla::optim::Optimizer;
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
    epoch: usize,
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
            epoch: 0,
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
        self.epoch
    }

    // ANCHOR: epoch
    /// Shows every example once, in shuffled batches. `gather` makes a batch of the places of
    /// its examples, `loss` says what is to become smaller, `after` sees the model and the loss
    /// of each step, on a graphics card the last one that was read. Returns the mean of those
    /// that were read.
    pub fn epoch<B>(
        &mut self,
        mut gather: impl FnMut(&[usize], &mut Rng) -> B,
        mut loss: impl for<'t> FnMut(&M, &'t Tape, B) -> Var<'t>,
        mut after: impl FnMut(&mut M, f32),
    ) -> f32 {
        let read_every = if self.device.is_gpu() { READ_EVERY } else { 1 };
        let (mut total, mut read, mut last) = (0.0, 0, f32::NAN);
        for (step, places) in self.batches.epoch().enumerate() {
            let batch = gather(places, &mut self.rng);
            let tape = Tape::training(&mut self.rng);
            let value = self.learner.learn(&mut self.model, tape, |model, tape| {
                loss(model, tape, batch)
            });
            if step % read_every == 0 {
                last = value.item();
                total += last * places.len() as f32;
                read += places.len();
            }
            after(&mut self.model, last);
            show(&mut self.observers, &self.model, self.epoch, step + 1, last);
        }
        self.epoch += 1;
        let mean = total / read as f32;
        show(&mut self.observers, &self.model, self.epoch, 0, mean);
        mean
    }
    // ANCHOR_END: epoch

    /// Goes past `epochs` epochs without learning: the shuffling, the rate and what each tape draws then stand where they
    /// would stand. (What `gather` would have drawn besides is in a checkpoint, with the place of the generator.)
    pub fn skip(&mut self, epochs: usize) {
        for _ in 0..epochs {
            let steps = self.batches.epoch().len();
            self.learner.skip(steps);
            for _ in 0..steps {
                Tape::training(&mut self.rng);
            }
        }
        self.epoch += epochs;
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
        let device = self.device.clone();
        self.epoch(
            |places, _| examples.gather(places),
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
        while self.epoch < self.recipe.epochs {
            let loss = self.classify(learn, |_| {});
            let valid = valid.map(|valid| score(&self.model, valid).told_as("valid"));
            let moment = Moment {
                epoch: self.epoch,
                loss,
                valid,
            };
            after(&self.model, &moment);
            history.push(moment);
            if let (Some(watch), Some(valid)) = (&mut watch, valid)
                && !watch.goes_on(self.epoch, valid.loss, &self.model)
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

/// What a checkpoint keeps of a training.
pub struct Kept<'a> {
    /// The weights.
    pub model: &'a mut dyn Parameters,
    /// What the optimiser remembers.
    pub optimizer: &'a mut dyn Optimizer,
    /// Where the generator stands.
    pub rng: &'a mut Rng,
}

/// A training that can be interrupted.
pub trait Resumable {
    /// What is kept of it.
    fn kept(&mut self) -> Kept<'_>;

    /// Goes past so many epochs without learning; the rest is in what was kept.
    fn skip(&mut self, epochs: usize);

    /// Steps in one epoch.
    fn steps_an_epoch(&self) -> usize;

    /// Where it computes.
    fn device(&self) -> &Device;
}

impl<M: Parameters> Resumable for Training<M> {
    fn kept(&mut self) -> Kept<'_> {
        Kept {
            model: &mut self.model,
            optimizer: self.learner.optimizer.as_mut(),
            rng: &mut self.rng,
        }
    }

    fn skip(&mut self, epochs: usize) {
        Training::skip(self, epochs);
    }

    fn steps_an_epoch(&self) -> usize {
        Training::steps_an_epoch(self)
    }

    fn device(&self) -> &Device {
        &self.device
    }
}
