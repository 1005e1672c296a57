//! How a variational autoencoder is trained, here and on MNIST.

use super::evaluate::{Bound, bound};
use super::network::Vae;
use datasets::Batches;
use nabla::optim::{Adam, Optimizer, Schedule};
use nabla::{Device, Parameters, Rng, Tape, Tensor, Var};

/// A network and how to train it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// Width of the hidden layers.
    pub hidden: usize,
    /// Numbers in a code.
    pub latent: usize,
    /// What the second term of the loss counts; 1 in the bound.
    pub beta: f32,
    /// Adam's rate; it falls to 0 along half a cosine.
    pub rate: f32,
    /// Pictures a step.
    pub batch: usize,
    /// How often all pictures are seen.
    pub epochs: usize,
}

// ANCHOR: recipe
/// The network of PyTorch's example, which trains it for 10 epochs at a fixed rate.
pub const RECIPE: Recipe = Recipe {
    hidden: 400,
    latent: 20,
    beta: 1.0,
    rate: 1e-3,
    batch: 128,
    epochs: 20,
};
// ANCHOR_END: recipe

impl Recipe {
    /// Rule, batch and epochs, for a line of text.
    pub fn in_words(&self) -> String {
        format!(
            "Adam {}, batch {}, {} epochs",
            self.rate, self.batch, self.epochs
        )
    }
}

// ANCHOR: step
/// One step. The tape is one for training: z is drawn on it.
pub fn step(
    vae: &mut Vae,
    optimizer: &mut dyn Optimizer,
    x: Tensor,
    beta: f32,
    rng: &mut Rng,
) -> Tensor {
    let (loss, grads) = {
        let tape = Tape::training(rng);
        let terms = vae.terms(&tape, tape.constant(x));
        let loss = terms.reconstruction + beta * terms.divergence;
        (loss.value(), loss.backward())
    };
    optimizer.step(vae, &grads);
    loss
}
// ANCHOR_END: step

/// Trains any model on batches of `count` examples: `loss` is given the places of a batch, `after` what each epoch came to.
/// For short trainings, on the processor.
pub fn descend<M: Parameters>(
    model: &mut M,
    count: usize,
    recipe: &Recipe,
    seed: u64,
    loss: impl for<'t> Fn(&M, &'t Tape, &[usize]) -> Var<'t>,
    mut after: impl FnMut(f32, &M),
) {
    let mut batches = Batches::new(count, recipe.batch, seed);
    let steps = recipe.epochs * batches.per_epoch();
    let schedule = Schedule::Cosine { steps, floor: 0.0 };
    let (mut optimizer, mut rng, mut done) = (Adam::new(recipe.rate), nabla::rng(seed), 0);
    for _ in 0..recipe.epochs {
        let mut total = 0.0;
        for batch in batches.epoch() {
            let (value, grads) = {
                let tape = Tape::training(&mut rng);
                let loss = loss(model, &tape, batch);
                (loss.item(), loss.backward())
            };
            optimizer.set_rate(schedule.rate(recipe.rate, done));
            optimizer.step(model, &grads);
            done += 1;
            total += value * batch.len() as f32;
        }
        after(total / count as f32, model);
    }
}

// ANCHOR: plain
/// The same network as a plain autoencoder: z = μ, and a code costs nothing. ln σ² has no part in it.
pub fn plain(recipe: &Recipe, pictures: &Tensor, seed: u64, mut after: impl FnMut(f32)) -> Vae {
    let rng = &mut nabla::rng(seed);
    let mut vae = Vae::new(pictures.dims()[1], recipe.hidden, recipe.latent, rng);
    descend(
        &mut vae,
        pictures.dims()[0],
        recipe,
        seed,
        |vae, tape, batch| {
            let x = pictures.gather_rows(batch);
            let code = vae.encode(tape, tape.constant(x.clone()));
            vae.decode(tape, code.mean).bernoulli_loss(&x)
        },
        |loss, _| after(loss),
    );
    vae
}
// ANCHOR_END: plain

/// On a graphics card the loss is read after every so many steps: to read a number back is to wait for it.
const READ_EVERY: usize = 25;

/// A run of training: the network, the rule, and how far it is.
pub struct Training<'a> {
    /// The network that learns, on the device.
    pub vae: Vae,
    /// What the optimiser remembers, to be kept with the network.
    pub optimizer: Adam,
    recipe: Recipe,
    pictures: &'a Tensor,
    batches: Batches,
    device: Device,
    rng: Rng,
    step: usize,
}

impl<'a> Training<'a> {
    /// Fresh weights on `device`; `pictures` are `[N, pixels]`, 0 to 1, and stay where they are.
    pub fn new(recipe: Recipe, pictures: &'a Tensor, seed: u64, device: &Device) -> Self {
        let pixels = pictures.dims()[1];
        let mut vae = Vae::new(pixels, recipe.hidden, recipe.latent, &mut nabla::rng(seed));
        nabla::move_to(&mut vae, device);
        Training {
            vae,
            optimizer: Adam::new(recipe.rate),
            recipe,
            pictures,
            batches: Batches::new(pictures.dims()[0], recipe.batch, seed),
            device: device.clone(),
            rng: nabla::rng(seed ^ 0x6c6f_7473), // another sequence than that of the weights
            step: 0,
        }
    }

    /// Steps in one epoch.
    pub fn steps_an_epoch(&self) -> usize {
        self.batches.per_epoch()
    }

    /// Goes past `epochs` epochs without learning, to where a run that was stopped has to go on: the shuffling, the
    /// learning rate and the lots then stand where they stood. Weights and the optimiser's memory are the caller's to
    /// restore; the weights then go to this training's device.
    pub fn skip(&mut self, epochs: usize) {
        nabla::move_to(&mut self.vae, &self.device);
        for _ in 0..epochs {
            let steps = self.batches.epoch().len();
            self.step += steps;
            for _ in 0..steps {
                Tape::training(&mut self.rng);
            }
        }
    }

    /// Shows every picture once, each as `change` makes it. Calls `after` with the loss of each batch, on a graphics card
    /// with the last one read; returns the mean of those that were read.
    pub fn epoch_of(
        &mut self,
        mut change: impl FnMut(&mut Tensor, &mut Rng),
        mut after: impl FnMut(f32),
    ) -> f32 {
        let steps = self.recipe.epochs * self.batches.per_epoch();
        let schedule = Schedule::Cosine { steps, floor: 0.0 };
        let every = match self.device {
            Device::Cpu => 1,
            Device::Gpu(_) => READ_EVERY,
        };
        let (mut total, mut read, mut last) = (0.0, 0, f32::NAN);
        for (place, batch) in self.batches.epoch().enumerate() {
            let mut x = self.pictures.gather_rows(batch);
            change(&mut x, &mut self.rng);
            self.optimizer
                .set_rate(schedule.rate(self.recipe.rate, self.step));
            let loss = step(
                &mut self.vae,
                &mut self.optimizer,
                x.to(&self.device),
                self.recipe.beta,
                &mut self.rng,
            );
            self.step += 1;
            if place % every == 0 {
                last = loss.item();
                total += last * batch.len() as f32;
                read += batch.len();
            }
            after(last);
        }
        total / read as f32
    }

    /// The same with the pictures as they are.
    pub fn epoch(&mut self, after: impl FnMut(f32)) -> f32 {
        self.epoch_of(|_, _| {}, after)
    }
}

/// What a run of training came to.
pub struct Trained {
    /// The network, on its device.
    pub vae: Vae,
    /// After each epoch: the bound on the test pictures.
    pub bounds: Vec<Bound>,
}

/// Trains by `recipe`, and takes the bound on the test pictures after each epoch. `after` gets the loss of each step.
pub fn train(
    recipe: Recipe,
    (train, test): (&Tensor, &Tensor),
    seed: u64,
    device: &Device,
    mut after: impl FnMut(f32),
) -> Trained {
    let mut training = Training::new(recipe, train, seed, device);
    let bounds = (0..recipe.epochs)
        .map(|_| {
            training.epoch(&mut after);
            bound(&training.vae, test, seed)
        })
        .collect();
    Trained {
        vae: training.vae,
        bounds,
    }
}
