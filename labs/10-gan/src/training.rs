//! A pair of networks for pictures at play: training, on either device.

use crate::game::{GeneratorLoss, Player, discriminator_step, generator_step};
use crate::latent::noise;
use crate::measured::drawings;
use crate::networks::Recipe;
use datasets::Batches;
use nabla::optim::{Group, Optimizer, Remembered};
use nabla::{Device, Grads, Param, ParamId, Parameters, Rng, Sequential, Tensor};
use rand::Rng as _;
use trainer::{Break, Kept, Learner, Position, Resumable, never};

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

/// A run of training: the pair, what takes the steps of each half, and how far it is.
pub struct Training<'a> {
    /// The two networks, on the device.
    pub pair: Pair,
    learners: Learners,
    recipe: Recipe,
    pictures: &'a Tensor,
    batches: Batches,
    device: Device,
    rng: Rng,
    position: Position,
    is_time: Break,
}

/// On a graphics card the losses are read after every so many steps: to read a number back is to wait for it.
const READ_EVERY: usize = 25;

impl<'a> Training<'a> {
    /// Fresh weights on `device`; `pictures` are `[N, 28, 28, 1]`, and stay where they are.
    pub fn new(recipe: &Recipe, pictures: &'a Tensor, seed: u64, device: &Device) -> Self {
        let mut rng = nabla::rng(seed);
        let mut pair = Pair {
            generator: recipe.generator(&mut rng),
            discriminator: recipe.discriminator(&mut rng),
        };
        nabla::move_to(&mut pair, device);
        let batches = Batches::new(pictures.dims()[0], recipe.batch, seed);
        let steps = recipe.epochs * batches.per_epoch();
        Training {
            learners: Learners::of(recipe, steps, &pair),
            pair,
            recipe: *recipe,
            pictures,
            batches,
            device: device.clone(),
            rng: nabla::rng(seed ^ 0x6e6f_6973), // another sequence than that of the weights
            position: Position::default(),
            is_time: never,
        }
    }

    // ANCHOR: epoch
    /// Shows every real picture once. At each step the discriminator learns from a batch and as many forgeries, then the
    /// generator from forgeries of other noise. Calls `after` with the losses of each step, on a graphics card with the
    /// last ones read. Returns the mean losses of the steps; NaN if the epoch was broken off.
    pub fn epoch(&mut self, mut after: impl FnMut(&Pair, Losses)) -> [f64; 2] {
        let read_every = if self.device.is_gpu() { READ_EVERY } else { 1 };
        let (epoch, from) = (self.position.epochs, self.position.steps);
        let [mut judging, mut drawing, last_judging, last_drawing] =
            [0, 1, 2, 3].map(|i| self.position.sum(i));
        let mut losses = Losses {
            discriminator: last_judging as f32,
            generator: last_drawing as f32,
        };
        let batches = match from {
            0 => self.batches.epoch(),
            _ => self.batches.again(), // It was broken off, and goes on.
        };
        let steps = batches.len();
        for (step, places) in batches.enumerate().skip(from) {
            let real = self.pictures.gather_rows(places).to(&self.device);
            let mut rng = nabla::rng(self.rng.next_u64());
            let (count, latent) = (places.len(), self.recipe.latent);
            let noise = |rng: &mut Rng| noise(count, latent, rng).to(&self.device);
            let discriminator = Player {
                network: &mut self.pair.discriminator,
                learner: &mut self.learners.discriminator,
            };
            let (z, generator) = (noise(&mut rng), &self.pair.generator);
            let told_apart = discriminator_step(discriminator, generator, &real, &z, 1.0, &mut rng);
            let generator = Player {
                network: &mut self.pair.generator,
                learner: &mut self.learners.generator,
            };
            let (z, loss) = (noise(&mut rng), GeneratorLoss::NonSaturating);
            let found_out = generator_step(generator, &self.pair.discriminator, &z, loss, &mut rng);
            if step % read_every == 0 {
                losses.discriminator = told_apart.item();
                losses.generator = found_out.item();
            }
            judging += f64::from(losses.discriminator);
            drawing += f64::from(losses.generator);
            after(&self.pair, losses);
            if step + 1 < steps && (self.is_time)() {
                let last = [losses.discriminator, losses.generator].map(f64::from);
                self.position.steps = step + 1;
                self.position.sums = vec![judging, drawing, last[0], last[1]];
                return [f64::NAN; 2];
            }
        }
        self.position = Position::after(epoch + 1);
        [judging, drawing].map(|sum| sum / steps as f64)
    }
    // ANCHOR_END: epoch
}

impl Resumable for Training<'_> {
    fn kept(&mut self) -> Kept<'_> {
        Kept {
            model: &mut self.pair,
            optimizer: &mut self.learners,
            rng: &mut self.rng,
        }
    }

    fn position(&self) -> &Position {
        &self.position
    }

    fn go_to(&mut self, position: &Position) {
        let begun = usize::from(position.steps > 0);
        (0..position.epochs + begun).for_each(|_| drop(self.batches.epoch()));
        let steps = position.epochs * self.steps_an_epoch() + position.steps;
        self.learners.generator.skip(steps);
        self.learners.discriminator.skip(steps);
        self.position = position.clone();
    }

    fn break_when(&mut self, is_time: Break) {
        self.is_time = is_time;
    }

    fn steps_an_epoch(&self) -> usize {
        self.batches.per_epoch()
    }

    fn device(&self) -> &Device {
        &self.device
    }
}

/// What takes the steps of both halves: for a file one optimiser, which remembers what the two remember.
struct Learners {
    generator: Learner,
    discriminator: Learner,
    /// Whom the discriminator's moves.
    judges: Vec<ParamId>,
}

impl Learners {
    fn of(recipe: &Recipe, steps: usize, pair: &Pair) -> Self {
        let [generator, discriminator] = recipe.rules().map(|rule| Learner::new(rule, steps));
        let (generator, discriminator) = (
            generator.called("generator"),
            discriminator.called("discriminator"),
        );
        let mut judges = Vec::new();
        pair.discriminator
            .visit(&mut |param| judges.push(param.id()));
        Learners {
            generator,
            discriminator,
            judges,
        }
    }

    /// Whose parameter this is.
    fn of_param(&mut self, param: &Param) -> &mut dyn Optimizer {
        let learner = match self.judges.contains(&param.id()) {
            true => &mut self.discriminator,
            false => &mut self.generator,
        };
        learner.optimizer.as_mut()
    }
}

impl Optimizer for Learners {
    /// # Panics
    /// Always: each half is moved by its own optimiser, in its own turn.
    fn step(&mut self, _model: &mut dyn Parameters, _grads: &Grads) {
        panic!("two optimisers that take turns have no common step");
    }

    fn rate(&self) -> f32 {
        self.generator.optimizer.rate()
    }

    /// Of the generator. Before its next step each half is told by its recipe how fast it learns; what a file said is only
    /// kept, so that the next file says the same.
    fn set_rate(&mut self, rate: f32) {
        self.generator.optimizer.set_rate(rate);
    }

    fn name(&self) -> &'static str {
        "two Adam"
    }

    fn keeps(&self) -> &'static [&'static str] {
        self.generator.optimizer.keeps()
    }

    fn squares(&self) -> &'static [&'static str] {
        self.generator.optimizer.squares()
    }

    fn memory(&self, param: &Param) -> Option<Remembered> {
        let of_generator = self.generator.optimizer.memory(param);
        of_generator.or_else(|| self.discriminator.optimizer.memory(param))
    }

    fn set_memory(&mut self, param: &Param, memory: Option<Remembered>) {
        self.of_param(param).set_memory(param, memory);
    }

    fn has_decay(&self) -> bool {
        self.generator.optimizer.has_decay() && self.discriminator.optimizer.has_decay()
    }

    fn set_group(&mut self, param: &Param, group: Group) {
        self.of_param(param).set_group(param, group);
    }
}

/// The pictures of this noise, `[N, latent]` → `[N, 28, 28, 1]`, back on the processor.
pub fn draw(generator: &Sequential, noise: &Tensor) -> Tensor {
    trainer::outputs(generator, noise).reshape([noise.dims()[0], 28, 28, 1])
}

/// For TensorBoard: what the same noise draws after each epoch.
pub fn looked_at(drawings: &Tensor) {
    trainer::pictures("drawings", drawings, [28, 28], 10);
}

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
        if trainer::is_watched() {
            looked_at(&drawings(&training.pair, recipe, 40));
        }
    }
    training.pair
}
