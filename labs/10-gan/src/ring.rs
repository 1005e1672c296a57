//! Eight small clouds on a ring, and how many of them a forger serves.

use crate::game::{Player, Price, discriminator_step, generate, generator_step};
use crate::pack::Pack;
use nabla::optim::{Adam, Optimizer};
use nabla::{Activation, Init, Linear, Module, Rng, Sequential, Tensor};
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};

// ANCHOR: ring
/// How many clouds there are.
pub const MODES: usize = 8;
/// How far their centres are from the middle.
pub const RADIUS: f32 = 2.0;
/// The standard deviation of each cloud, in both directions.
pub const DEVIATION: f32 = 0.1;

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
            numbers.push(middle + DEVIATION * grain);
        }
    }
    Tensor::from_vec(numbers, [count, 2])
}

/// Numbers of noise for each point.
const NOISE: usize = 2;

/// Standard normal noise for so many points, `[count, 2]`.
pub fn noise(count: usize, rng: &mut Rng) -> Tensor {
    let numbers = (0..count * NOISE)
        .map(|_| StandardNormal.sample(rng))
        .collect();
    Tensor::from_vec(numbers, [count, NOISE])
}

// ANCHOR: served
/// How far a good point is from its cloud's centre at most: three standard deviations.
pub const NEAR: f32 = 3.0 * DEVIATION;
/// The share of all points that a cloud has to get to count: about a sixth of its due, which is 1/8.
pub const ENOUGH: f64 = 0.02;

/// How well points serve the ring.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Served {
    /// The share of the points that are [`NEAR`] each centre.
    pub shares: [f64; MODES],
}

impl Served {
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
        Served {
            shares: counts.map(|count| count as f64 / all),
        }
    }

    /// How many of the clouds get [`ENOUGH`].
    pub fn modes(&self) -> usize {
        self.shares.iter().filter(|&&share| share >= ENOUGH).count()
    }

    /// The share of points that are near any centre. (No point is near two.) Of real points it is
    /// 1 − e^(−9/2) = 98.9 %.
    pub fn good(&self) -> f64 {
        self.shares.iter().sum()
    }
}
// ANCHOR_END: served

// ANCHOR: recipe
/// How the two play on the ring.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// Learning rates: the expert's, the forger's.
    pub rates: (f32, f32),
    /// Do they fall to 0 in a straight line?
    pub fading: bool,
    /// Adam's first β, for both.
    pub beta1: f32,
    /// Steps of the expert in each round.
    pub expert_steps: usize,
    /// How many points the expert is shown as one.
    pub pack: usize,
    /// Points a step.
    pub batch: usize,
    /// Rounds.
    pub rounds: usize,
}

/// What one would write first: Adam as it comes.
pub const NAIVE: Recipe = Recipe {
    rates: (2e-3, 2e-3),
    fading: false,
    beta1: 0.9,
    expert_steps: 1,
    pack: 1,
    batch: 64,
    rounds: 2_000,
};

/// Two points at a time, little memory, rates that fade, larger batches.
pub const CURED: Recipe = Recipe {
    fading: true,
    beta1: 0.5,
    pack: 2,
    batch: 128,
    ..NAIVE
};
// ANCHOR_END: recipe

// ANCHOR: players
/// Noise in, a point out.
pub fn forger(rng: &mut Rng) -> Sequential {
    let tanh = Activation::Tanh;
    Sequential::new()
        .push(Linear::new(NOISE, 64, Init::He, rng).activation(tanh))
        .push(Linear::new(64, 64, Init::He, rng).activation(tanh))
        .push(Linear::new(64, 2, Init::Xavier, rng))
}

/// `pack` points in, one logit out.
pub fn expert(pack: usize, rng: &mut Rng) -> Sequential {
    let leaky = Activation::LeakyRelu(0.2);
    Sequential::new()
        .push(Pack(pack))
        .push(Linear::new(2 * pack, 64, Init::He, rng).activation(leaky))
        .push(Linear::new(64, 64, Init::He, rng).activation(leaky))
        .push(Linear::new(64, 1, Init::Xavier, rng))
}
// ANCHOR_END: players

/// Plays, calls `after` with the number of rounds played and the forger: before the first and after each.
/// Returns the forger.
pub fn play(recipe: &Recipe, seed: u64, mut after: impl FnMut(usize, &dyn Module)) -> Sequential {
    let mut rng = nabla::rng(seed);
    let (mut forger, mut expert) = (forger(&mut rng), expert(recipe.pack, &mut rng));
    let adam = |rate| Adam::new(rate).betas(recipe.beta1, 0.999);
    let (mut expert_rule, mut forger_rule) = (adam(recipe.rates.0), adam(recipe.rates.1));
    after(0, &forger);
    for round in 1..=recipe.rounds {
        if recipe.fading {
            let left = 1.0 - (round - 1) as f32 / recipe.rounds as f32;
            expert_rule.set_rate(recipe.rates.0 * left);
            forger_rule.set_rate(recipe.rates.1 * left);
        }
        for _ in 0..recipe.expert_steps {
            let (x, z) = (real(recipe.batch, &mut rng), noise(recipe.batch, &mut rng));
            let player = Player {
                network: &mut expert,
                optimizer: &mut expert_rule,
            };
            discriminator_step(player, &forger, &x, &z, 1.0, &mut rng);
        }
        let z = noise(recipe.batch, &mut rng);
        let player = Player {
            network: &mut forger,
            optimizer: &mut forger_rule,
        };
        generator_step(player, &expert, &z, Price::NonSaturating, &mut rng);
        after(round, &forger);
    }
    forger
}

/// So many points of a forger, always from the same noise.
pub fn points(forger: &dyn Module, count: usize) -> Tensor {
    generate(forger, &noise(count, &mut nabla::rng(0x7269_6e67)))
}
