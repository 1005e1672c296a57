//! The game on a line: real numbers from one normal distribution, forged ones from another that the generator can move and
//! stretch, and between them a discriminator with two small hidden layers.

use crate::game::{GeneratorLoss, Player, adam, discriminator_step, generator_step};
use crate::paper::sigmoid;
use crate::theory::{Gaussian, best_discriminator, jensen_shannon, value};
use nabla::{Activation, Init, Linear, Rng, Sequential, Tensor};
use rand_distr::{Distribution, StandardNormal};
use trainer::{Learner, Rule, outputs};

/// Where real numbers come from.
pub const DATA: Gaussian = Gaussian {
    mean: 4.0,
    std_dev: 0.8,
};

/// How the two play.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Where the generator begins.
    pub start: Gaussian,
    /// Rounds, each with one step of the generator.
    pub rounds: usize,
    /// Steps of the discriminator in each round.
    pub discriminator_steps: usize,
    /// Steps of the discriminator before the first round, while the generator waits.
    pub head_start: usize,
    /// Numbers shown at each step, real ones and as many forged.
    pub batch: usize,
    /// How the discriminator learns.
    pub discriminator: Rule,
    /// How the generator learns.
    pub generator: Rule,
    /// What the generator makes small.
    pub loss: GeneratorLoss,
    /// The label of real numbers.
    pub real_label: f32,
    /// Of weights, numbers and noise.
    pub seed: u64,
}

impl Plan {
    /// What the lesson plays first.
    pub fn usual(seed: u64) -> Self {
        Plan {
            start: Gaussian {
                mean: 0.0,
                std_dev: 1.5,
            },
            rounds: 1_000,
            discriminator_steps: 2,
            head_start: 0,
            batch: 128,
            discriminator: adam(0.01, 0.5),
            generator: adam(0.02, 0.5),
            loss: GeneratorLoss::NonSaturating,
            real_label: 1.0,
            seed,
        }
    }
}

// ANCHOR: players
/// The generator: a·z + b. Of standard normal noise it makes a normal distribution with the mean b and the standard deviation |a|.
pub fn generator(start: Gaussian) -> Linear {
    let mut generator = Linear::new(1, 1, Init::Zeros, &mut nabla::rng(0));
    *generator.weight.value_mut() = Tensor::full([1, 1], start.std_dev as f32);
    if let Some(bias) = &mut generator.bias {
        *bias.value_mut() = Tensor::full([1], start.mean as f32);
    }
    generator
}

/// The discriminator: a number in, a logit out.
pub fn discriminator(rng: &mut Rng) -> Sequential {
    let leaky = Activation::LeakyRelu(0.2);
    Sequential::new()
        .push(Linear::new(1, 32, Init::He, rng).activation(leaky))
        .push(Linear::new(32, 32, Init::He, rng).activation(leaky))
        .push(Linear::new(32, 1, Init::Xavier, rng))
}
// ANCHOR_END: players

/// `count` numbers from a normal distribution, `[count, 1]`.
pub fn draw(from: Gaussian, count: usize, rng: &mut Rng) -> Tensor {
    let numbers = (0..count)
        .map(|_| {
            let z: f64 = StandardNormal.sample(rng);
            (from.mean + from.std_dev * z) as f32
        })
        .collect();
    Tensor::from_vec(numbers, [count, 1])
}

/// Noise.
const NOISE: Gaussian = Gaussian {
    mean: 0.0,
    std_dev: 1.0,
};

/// Both players after a round.
pub struct State<'a> {
    /// Rounds played.
    pub round: usize,
    /// The generator.
    pub generator: &'a Linear,
    /// The discriminator.
    pub discriminator: &'a Sequential,
}

impl State<'_> {
    /// The distribution that is forged now.
    pub fn forged(&self) -> Gaussian {
        let bias = self.generator.bias.as_ref();
        Gaussian {
            mean: f64::from(bias.map_or(0.0, |b| b.value().item())),
            std_dev: f64::from(self.generator.weight.value().item().abs()),
        }
    }

    /// The discriminator's logits for these numbers.
    pub fn logits(&self, numbers: &[f64]) -> Vec<f64> {
        let x: Vec<f32> = numbers.iter().map(|&x| x as f32).collect();
        let logits = outputs(self.discriminator, &Tensor::from_vec(x, [numbers.len(), 1]));
        logits.data().iter().map(|&s| f64::from(s)).collect()
    }

    /// The discriminator's outputs D for these numbers.
    pub fn outputs(&self, numbers: &[f64]) -> Vec<f64> {
        self.logits(numbers).into_iter().map(sigmoid).collect()
    }

    /// The value of the game now, over all numbers.
    pub fn value(&self) -> f64 {
        value(DATA, self.forged(), |x| self.logits(&[x])[0])
    }
}

// ANCHOR: play
/// A game under way: both players, and what takes the steps of each.
pub struct Game {
    plan: Plan,
    round: usize,
    generator: Linear,
    discriminator: Sequential,
    g_learner: Learner,
    d_learner: Learner,
    rng: Rng,
}

impl Game {
    /// Fresh players; the discriminator may already have had its head start.
    pub fn new(plan: &Plan) -> Self {
        let mut rng = nabla::rng(plan.seed);
        let learner = |name, rule| Learner::new(rule, plan.rounds).called(name);
        let mut game = Game {
            plan: *plan,
            round: 0,
            generator: generator(plan.start),
            discriminator: discriminator(&mut rng),
            g_learner: learner("generator", plan.generator),
            d_learner: learner("discriminator", plan.discriminator),
            rng,
        };
        (0..plan.head_start).for_each(|_| game.tell_apart());
        game
    }

    /// One round: some steps of the discriminator, and one of the generator.
    pub fn round(&mut self) {
        (0..self.plan.discriminator_steps).for_each(|_| self.tell_apart());
        let noise = draw(NOISE, self.plan.batch, &mut self.rng);
        let player = Player {
            network: &mut self.generator,
            learner: &mut self.g_learner,
        };
        let (judge, loss) = (&self.discriminator, self.plan.loss);
        generator_step(player, judge, &noise, loss, &mut self.rng);
        self.round += 1;
    }

    fn tell_apart(&mut self) {
        let real = draw(DATA, self.plan.batch, &mut self.rng);
        let noise = draw(NOISE, self.plan.batch, &mut self.rng);
        let player = Player {
            network: &mut self.discriminator,
            learner: &mut self.d_learner,
        };
        let (forger, label) = (&self.generator, self.plan.real_label);
        discriminator_step(player, forger, &real, &noise, label, &mut self.rng);
    }

    /// Both players as they are now.
    pub fn state(&self) -> State<'_> {
        State {
            round: self.round,
            generator: &self.generator,
            discriminator: &self.discriminator,
        }
    }
}

/// Plays, and calls `after` before the first round and after each.
pub fn play(plan: &Plan, mut after: impl FnMut(&State<'_>)) {
    let mut game = Game::new(plan);
    after(&game.state());
    for _ in 0..plan.rounds {
        game.round();
        after(&game.state());
    }
}
// ANCHOR_END: play

/// How far the forged distribution is from the data, in nats.
pub fn divergence(forged: Gaussian) -> f64 {
    jensen_shannon(DATA, forged)
}

/// The best output there could be for `x` against this generator.
pub fn best(forged: Gaussian, x: f64) -> f64 {
    best_discriminator(DATA.density(x), forged.density(x))
}
