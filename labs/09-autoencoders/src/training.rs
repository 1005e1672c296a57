//! Training without labels: the picture is its own answer.

use crate::autoencoder::Autoencoder;
use crate::noise::Noise;
use datasets::Batches;
use nabla::optim::{Adam, Optimizer, Schedule};
use nabla::{Device, Module, Parameters, Tape, Tensor};

/// What the network is asked for, when noise is put on the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The picture without the noise.
    Clean,
    /// What it was shown, noise and all: a mistake, to look at.
    Shown,
}

/// How to train.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// How often every picture is shown.
    pub epochs: usize,
    /// Pictures a step.
    pub batch: usize,
    /// Adam's learning rate at the start; it falls along half a cosine to 0.
    pub rate: f32,
    /// What spoils the pictures that the network is shown, other noise each time.
    pub noise: Option<Noise>,
    /// What it is asked for then.
    pub target: Target,
    /// What it costs if the numbers of the code are large: this times the sum of their absolute values, of a picture.
    pub sparsity: f32,
    /// After each step, bring every row of the decoder's weights to length 1.
    pub unit_drawings: bool,
    /// Of the shuffling and of the noise.
    pub seed: u64,
}

impl Recipe {
    /// Batches of 50, a rate of 0.002, nothing else.
    pub fn new(epochs: usize, seed: u64) -> Self {
        Recipe {
            epochs,
            batch: 50,
            rate: 0.002,
            noise: None,
            target: Target::Clean,
            sparsity: 0.0,
            unit_drawings: false,
            seed,
        }
    }

    /// Steps in all, on these pictures.
    pub fn steps(&self, pictures: &Tensor) -> usize {
        self.epochs * pictures.dims()[0].div_ceil(self.batch)
    }
}

// ANCHOR: unit_drawings
/// Brings every row of a model's weight matrices to length 1. What a unit draws is its row of the decoder's weights.
pub fn to_unit_rows(model: &mut dyn Parameters) {
    model.visit_mut(&mut |param| {
        if param.name() == "weight" {
            let columns = param.value().shape().last();
            for row in param.value_mut().data_mut().chunks_exact_mut(columns) {
                let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
                row.iter_mut().for_each(|x| *x /= length.max(1e-12));
            }
        }
    });
}
// ANCHOR_END: unit_drawings

// ANCHOR: step
/// One step. The network sees `shown`, and is asked for `wanted`: the same picture, or the same without noise.
pub fn step(
    model: &mut Autoencoder,
    optimizer: &mut dyn Optimizer,
    shown: Tensor,
    wanted: &Tensor,
    sparsity: f32,
) -> Tensor {
    let (loss, grads) = {
        let tape = Tape::new();
        let code = model.encoder.forward(&tape, tape.constant(shown));
        let mut loss = model.decoder.forward(&tape, code).mse(wanted);
        if sparsity > 0.0 {
            let pictures = wanted.dims()[0] as f32;
            loss = loss + code.abs().sum() * (sparsity / pictures);
        }
        (loss.value(), loss.backward())
    };
    optimizer.step(model, &grads);
    loss
}
// ANCHOR_END: step

/// On a graphics card the loss is read after every so many steps: to read is to wait.
const READ_EVERY: usize = 25;

/// A run of training: the network, the rule, and how far it is.
pub struct Training<'a> {
    /// The network that learns, on the device.
    pub model: Autoencoder,
    /// What the optimiser remembers, to be kept with the model.
    pub optimizer: Adam,
    recipe: Recipe,
    batches: Batches,
    pictures: &'a Tensor,
    device: Device,
    epoch: u64,
    step: usize,
}

impl<'a> Training<'a> {
    /// Of this network on these pictures, `[N, D]`.
    pub fn new(
        mut model: Autoencoder,
        pictures: &'a Tensor,
        recipe: &Recipe,
        device: &Device,
    ) -> Self {
        nabla::move_to(&mut model, device);
        Training {
            model,
            optimizer: Adam::new(recipe.rate),
            recipe: *recipe,
            batches: Batches::new(pictures.dims()[0], recipe.batch, recipe.seed),
            pictures,
            device: device.clone(),
            epoch: 0,
            step: 0,
        }
    }

    /// Steps in one epoch.
    pub fn steps_an_epoch(&self) -> usize {
        self.batches.per_epoch()
    }

    /// Goes past `epochs` epochs without learning, to where a run that was stopped has to go on. Weights and the optimiser's
    /// memory are the caller's to restore; the weights then go to this training's device.
    pub fn skip(&mut self, epochs: usize) {
        nabla::move_to(&mut self.model, &self.device);
        for _ in 0..epochs {
            self.step += self.batches.epoch().len();
            self.epoch += 1;
        }
    }

    /// Shows every picture once. Calls `after` with the loss of each batch, on a graphics card with the last one read, and
    /// returns the mean of those that were read.
    pub fn epoch(&mut self, mut after: impl FnMut(f32)) -> f32 {
        let steps = self.recipe.epochs * self.batches.per_epoch();
        let read_every = match self.device {
            Device::Cpu => 1,
            Device::Gpu(_) => READ_EVERY,
        };
        // Its own sequence each epoch: a run that goes on from a file gets the noise that it would have got.
        let mut rng = nabla::rng(self.recipe.seed ^ (0x6e6f_6973 + self.epoch));
        self.epoch += 1;
        let (mut total, mut read, mut last) = (0.0, 0, f32::NAN);
        for (place, batch) in self.batches.epoch().enumerate() {
            let clean = self.pictures.gather_rows(batch);
            let shown = match self.recipe.noise {
                Some(noise) => noise.on(&clean, &mut rng),
                None => clean.clone(),
            };
            let wanted = match self.recipe.target {
                Target::Clean => clean,
                Target::Shown => shown.clone(),
            };
            let schedule = Schedule::Cosine { steps, floor: 0.0 };
            self.optimizer
                .set_rate(schedule.rate(self.recipe.rate, self.step));
            self.step += 1;
            let loss = step(
                &mut self.model,
                &mut self.optimizer,
                shown.to(&self.device),
                &wanted.to(&self.device),
                self.recipe.sparsity,
            );
            if self.recipe.unit_drawings {
                to_unit_rows(&mut self.model.decoder);
            }
            if place % read_every == 0 {
                last = loss.item();
                total += last * batch.len() as f32;
                read += batch.len();
            }
            after(last);
        }
        total / read as f32
    }
}

/// Trains to the end on the processor; calls `after` with the loss of each step.
pub fn train(
    model: Autoencoder,
    pictures: &Tensor,
    recipe: &Recipe,
    mut after: impl FnMut(f32),
) -> Autoencoder {
    let mut training = Training::new(model, pictures, recipe, &Device::Cpu);
    for _ in 0..recipe.epochs {
        training.epoch(&mut after);
    }
    training.model
}
