//! A pair of networks for pictures at play: training, on either device.

use crate::game::{Player, Price, discriminator_step, generate, generator_step};
use crate::latent::noise;
use crate::networks::{BETA1, Recipe};
use datasets::Batches;
use nabla::optim::{Adam, Optimizer, Schedule};
use nabla::{Device, Rng, Sequential, Tensor};
use rand::Rng as _;

/// Who draws and who judges: one model with two halves, so that one file holds both.
pub struct Pair {
    /// Noise to pictures.
    pub generator: Sequential,
    /// Pictures to logits.
    pub discriminator: Sequential,
}

nabla::parts!(Pair {
    generator,
    discriminator
});

/// The losses of one step, each before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Losses {
    /// What telling apart cost the discriminator.
    pub discriminator: f32,
    /// What being found out cost the generator.
    pub generator: f32,
}

/// A run of training: the pair, its optimisers, and how far it is.
pub struct Training<'a> {
    /// The two networks, on the device.
    pub pair: Pair,
    /// The optimisers of the generator and of the discriminator.
    pub optimizers: [Adam; 2],
    recipe: Recipe,
    pictures: &'a Tensor,
    batches: Batches,
    device: Device,
    rng: Rng,
    step: usize,
}

/// On a graphics card the losses are read after every so many steps: to read a number back is to wait for it.
const READ_EVERY: usize = 25;
/// How many pictures are drawn at a time.
const DRAW: usize = 250;

impl<'a> Training<'a> {
    /// Fresh weights on `device`; `pictures` are `[N, 28, 28, 1]`, and stay where they are.
    pub fn new(recipe: &Recipe, pictures: &'a Tensor, seed: u64, device: &Device) -> Self {
        let mut rng = nabla::rng(seed);
        let mut pair = Pair {
            generator: recipe.generator(&mut rng),
            discriminator: recipe.discriminator(&mut rng),
        };
        nabla::move_to(&mut pair, device);
        Training {
            pair,
            optimizers: recipe.rates.map(|rate| Adam::new(rate).betas(BETA1, 0.999)),
            recipe: *recipe,
            pictures,
            batches: Batches::new(pictures.dims()[0], recipe.batch, seed),
            device: device.clone(),
            rng: nabla::rng(seed ^ 0x6e6f_6973), // another sequence than that of the weights
            step: 0,
        }
    }

    /// Steps in one epoch.
    pub fn steps_an_epoch(&self) -> usize {
        self.batches.per_epoch()
    }

    /// Goes past `epochs` epochs without learning, to where a run that was stopped has to go on: the shuffling, the
    /// learning rates and the noise then stand where they stood. Weights and the optimisers' memories are the
    /// caller's to restore; the weights then go to this training's device.
    pub fn skip(&mut self, epochs: usize) {
        nabla::move_to(&mut self.pair, &self.device);
        for _ in 0..epochs {
            for _ in self.batches.epoch() {
                self.rng.next_u64();
                self.step += 1;
            }
        }
    }

    // ANCHOR: epoch
    /// Shows every real picture once. At each step the discriminator learns from a batch and as many forgeries, then the
    /// generator from forgeries of other noise. Calls `after` with the losses of each step, on a graphics card with the
    /// last ones read.
    pub fn epoch(&mut self, mut after: impl FnMut(&Pair, Losses)) {
        let steps = self.recipe.epochs * self.batches.per_epoch();
        let schedule = Schedule::Cosine { steps, floor: 0.0 };
        let read_every = match self.device {
            Device::Cpu => 1,
            Device::Gpu(_) => READ_EVERY,
        };
        let mut losses = Losses {
            discriminator: f32::NAN,
            generator: f32::NAN,
        };
        for (place, batch) in self.batches.epoch().enumerate() {
            let real = self.pictures.gather_rows(batch).to(&self.device);
            // One number decides all of a step, so that it is easy to go past one.
            let mut rng = nabla::rng(self.rng.next_u64());
            let noise =
                |rng: &mut Rng| noise(batch.len(), self.recipe.latent, rng).to(&self.device);
            for (optimizer, rate) in self.optimizers.iter_mut().zip(self.recipe.rates) {
                optimizer.set_rate(schedule.rate(rate, self.step));
            }
            let [for_generator, for_discriminator] = &mut self.optimizers;
            let expert = Player {
                network: &mut self.pair.discriminator,
                optimizer: for_discriminator,
            };
            let z = noise(&mut rng);
            let told_apart =
                discriminator_step(expert, &self.pair.generator, &real, &z, 1.0, &mut rng);
            let forger = Player {
                network: &mut self.pair.generator,
                optimizer: for_generator,
            };
            let (z, price) = (noise(&mut rng), Price::NonSaturating);
            let found_out = generator_step(forger, &self.pair.discriminator, &z, price, &mut rng);
            self.step += 1;
            if place % read_every == 0 {
                losses.discriminator = told_apart.item();
                losses.generator = found_out.item();
            }
            after(&self.pair, losses);
        }
    }
    // ANCHOR_END: epoch
}

// ANCHOR: draw
/// The pictures of this noise, `[N, latent]` → `[N, 28, 28, 1]`, back on the processor.
pub fn draw(generator: &Sequential, noise: &Tensor, device: &Device) -> Tensor {
    let count = noise.dims()[0];
    let mut pixels = Vec::with_capacity(count * 784);
    for start in (0..count).step_by(DRAW) {
        let some = noise.rows(start..count.min(start + DRAW)).to(device);
        pixels.extend_from_slice(generate(generator, &some).data());
    }
    Tensor::from_vec(pixels, [count, 28, 28, 1])
}
// ANCHOR_END: draw

/// A pair trained by `recipe` on the processor. `after` gets the pair, the losses and the number of steps done.
pub fn train(
    recipe: &Recipe,
    pictures: &Tensor,
    seed: u64,
    mut after: impl FnMut(&Pair, Losses, usize),
) -> Pair {
    let mut training = Training::new(recipe, pictures, seed, &Device::Cpu);
    let mut step = 0;
    for _ in 0..recipe.epochs {
        training.epoch(|pair, losses| {
            step += 1;
            after(pair, losses, step);
        });
    }
    training.pair
}
