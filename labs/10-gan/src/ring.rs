//! Eight small clouds on a ring, and how many of them a generator covers.

use crate::game::{GeneratorLoss, Player, adam, critic_step, discriminator_step, generator_step};
use crate::latent::noise;
use crate::pack::Pack;
use nabla::{Activation, Init, Linear, Rng, Sequential, Tensor};
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};
use trainer::{Learner, outputs};

// ANCHOR: ring
/// How many clouds there are.
pub const MODES: usize = 8;
/// How far their centres are from the middle.
pub const RADIUS: f32 = 2.0;
/// The standard deviation of each cloud, in both directions.
pub const STD_DEV: f32 = 0.1;

/// The centre of cloud `k`.
pub fn centre(k: usize) -> [f32; 2] {
    let angle = std::f32::consts::TAU * k as f32 / MODES as f32;
    [RADIUS * angle.cos(), RADIUS * angle.sin()]
}
// ANCHOR_END: ring

/// Points of the ring, `[count, 2]`: each from one of the clouds, all equally likely.
pub fn real(count: usize, rng: &mut Rng) -> Tensor {
    let mut numbers = Vec::with_capacity(2 * count);
    for _ in 0..count {
        let at = centre(rng.random_range(0..MODES));
        for middle in at {
            let grain: f32 = StandardNormal.sample(rng);
            numbers.push(middle + STD_DEV * grain);
        }
    }
    Tensor::from_vec(numbers, [count, 2])
}

/// Numbers of noise for each point.
const NOISE: usize = 2;

// ANCHOR: covered
/// How far a good point is from its cloud's centre at most: three standard deviations.
pub const NEAR: f32 = 3.0 * STD_DEV;
/// The fraction of all points that a cloud has to get to count: about a sixth of its due, which is 1/8.
pub const ENOUGH: f64 = 0.02;

/// How well points cover the ring.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Covered {
    /// The fraction of the points that are [`NEAR`] each centre.
    pub shares: [f64; MODES],
}

impl Covered {
    /// Counts points, `[N, 2]`.
    pub fn by(points: &Tensor) -> Self {
        let mut counts = [0_usize; MODES];
        for point in points.data().chunks_exact(2) {
            for (k, count) in counts.iter_mut().enumerate() {
                let [x, y] = centre(k);
                if (point[0] - x).hypot(point[1] - y) <= NEAR {
                    *count += 1;
                }
            }
        }
        let all = points.dims()[0] as f64;
        Covered {
            shares: counts.map(|count| count as f64 / all),
        }
    }

    /// How many of the clouds get [`ENOUGH`].
    pub fn modes(&self) -> usize {
        self.shares.iter().filter(|&&share| share >= ENOUGH).count()
    }

    /// The fraction of points that are near any centre. (No point is near two.) Of real points it is
    /// 1 − e^(−9/2) = 98.9 %.
    pub fn good(&self) -> f64 {
        self.shares.iter().sum()
    }
}
// ANCHOR_END: covered

// ANCHOR: recipe
/// How the two play on the ring.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// The learning rate of both.
    pub rate: f32,
    /// Does it fall to 0 in a straight line?
    pub fading: bool,
    /// Adam's β₁, for both.
    pub beta1: f32,
    /// Steps of the discriminator in each round.
    pub discriminator_steps: usize,
    /// How many points the discriminator is shown as one.
    pub pack: usize,
    /// A critic in place of a discriminator: no weight of it is farther from 0 than this.
    pub critic: Option<f32>,
    /// Points a step.
    pub batch: usize,
    /// Rounds.
    pub rounds: usize,
}

/// What one would write first: Adam as it comes.
pub const NAIVE: Recipe = Recipe {
    rate: 2e-3,
    fading: false,
    beta1: 0.9,
    discriminator_steps: 1,
    pack: 1,
    critic: None,
    batch: 64,
    rounds: 2_000,
};

/// Two points at a time, little memory, a rate that fades, larger batches.
pub const CURED: Recipe = Recipe {
    fading: true,
    beta1: 0.5,
    pack: 2,
    batch: 128,
    ..NAIVE
};

/// A critic in place of a discriminator. Adam without a memory of the mean gradient is RMSProp, as in the paper.
pub const CRITIC: Recipe = Recipe {
    rate: 5e-4,
    beta1: 0.0,
    critic: Some(0.05),
    ..NAIVE
};
// ANCHOR_END: recipe

/// [`NAIVE`] with one thing changed, and what that is.
pub fn changes() -> [(&'static str, Recipe); 5] {
    let with = |change: fn(&mut Recipe)| {
        let mut recipe = NAIVE;
        change(&mut recipe);
        recipe
    };
    [
        ("four times the rounds", with(|r| r.rounds *= 4)),
        (
            "five steps of the discriminator",
            with(|r| r.discriminator_steps = 5),
        ),
        ("β₁ = 0.5", with(|r| r.beta1 = 0.5)),
        ("packs of four", with(|r| r.pack = 4)),
        ("packs of two", with(|r| r.pack = 2)),
    ]
}

// ANCHOR: players
/// Noise in, a point out.
pub fn generator(rng: &mut Rng) -> Sequential {
    let tanh = Activation::Tanh;
    Sequential::new()
        .push(Linear::new(NOISE, 64, Init::He, rng).activation(tanh))
        .push(Linear::new(64, 64, Init::He, rng).activation(tanh))
        .push(Linear::new(64, 2, Init::Xavier, rng))
}

/// `pack` points in, one logit out.
pub fn discriminator(pack: usize, rng: &mut Rng) -> Sequential {
    let leaky = Activation::LeakyRelu(0.2);
    Sequential::new()
        .push(Pack(pack))
        .push(Linear::new(2 * pack, 64, Init::He, rng).activation(leaky))
        .push(Linear::new(64, 64, Init::He, rng).activation(leaky))
        .push(Linear::new(64, 1, Init::Xavier, rng))
}
// ANCHOR_END: players

/// A game under way: both players, and what takes the steps of each.
pub struct Game {
    recipe: Recipe,
    round: usize,
    /// Who forges.
    pub generator: Sequential,
    /// Who tells apart; it looks at packs.
    pub discriminator: Sequential,
    g_learner: Learner,
    d_learner: Learner,
    rng: Rng,
}

impl Game {
    /// Fresh players.
    pub fn new(recipe: &Recipe, seed: u64) -> Self {
        let mut rng = nabla::rng(seed);
        let rule = adam(recipe.rate, recipe.beta1);
        let learner = |name| Learner::new(rule, recipe.rounds).called(name);
        Game {
            recipe: *recipe,
            round: 0,
            generator: generator(&mut rng),
            discriminator: discriminator(recipe.pack, &mut rng),
            g_learner: learner("generator"),
            d_learner: learner("discriminator"),
            rng,
        }
    }

    /// Rounds played.
    pub fn rounds(&self) -> usize {
        self.round
    }

    /// One round: some steps of the discriminator, and one of the generator.
    pub fn round(&mut self) {
        let recipe = self.recipe;
        if recipe.fading {
            let left = 1.0 - self.round as f32 / recipe.rounds as f32;
            for learner in [&mut self.g_learner, &mut self.d_learner] {
                learner.optimizer.set_rate(recipe.rate * left);
            }
        }
        let rng = &mut self.rng;
        for _ in 0..recipe.discriminator_steps {
            let x = real(recipe.batch, rng);
            let z = noise(recipe.batch, NOISE, rng);
            let player = Player {
                network: &mut self.discriminator,
                learner: &mut self.d_learner,
            };
            let forger = &self.generator;
            match recipe.critic {
                None => discriminator_step(player, forger, &x, &z, 1.0, rng),
                Some(limit) => critic_step(player, forger, &x, &z, limit, rng),
            };
        }
        let z = noise(recipe.batch, NOISE, rng);
        let player = Player {
            network: &mut self.generator,
            learner: &mut self.g_learner,
        };
        let loss = match recipe.critic {
            None => GeneratorLoss::NonSaturating,
            Some(_) => GeneratorLoss::Height,
        };
        generator_step(player, &self.discriminator, &z, loss, rng);
        self.round += 1;
    }
}

/// Plays, calls `after` with the number of rounds played and the generator: before the first and after each.
/// Returns the generator.
pub fn play(recipe: &Recipe, seed: u64, mut after: impl FnMut(usize, &Sequential)) -> Sequential {
    let mut game = Game::new(recipe, seed);
    after(0, &game.generator);
    for round in 1..=recipe.rounds {
        game.round();
        after(round, &game.generator);
    }
    game.generator
}

/// So many points of a generator, always from the same noise.
pub fn points(generator: &Sequential, count: usize) -> Tensor {
    outputs(
        generator,
        &noise(count, NOISE, &mut nabla::rng(0x7269_6e67)),
    )
}
