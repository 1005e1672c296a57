//! The game on a line: real numbers from one bell, forged ones from another that the forger can move and
//! stretch, and between them an expert with two small hidden layers.

use crate::game::{Player, Price, discriminator_step, generate, generator_step};
use crate::paper::sigmoid;
use crate::theory::{Bell, best_opinion, jensen_shannon, value};
use nabla::optim::{Adam, Optimizer, Sgd};
use nabla::{Activation, Init, Linear, Module, Rng, Sequential, Tensor};
use rand_distr::{Distribution, StandardNormal};

/// Where real numbers come from.
pub const DATA: Bell = Bell {
    mean: 4.0,
    deviation: 0.8,
};

/// What the forger does with its slope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// Adam with this rate.
    Adam(f32),
    /// Plain descent with this rate.
    Descent(f32),
}

/// How the two play.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Where the forger begins.
    pub start: Bell,
    /// Rounds, each with one step of the forger.
    pub rounds: usize,
    /// Steps of the expert in each round.
    pub expert_steps: usize,
    /// Steps of the expert before the first round, while the forger waits.
    pub head_start: usize,
    /// Numbers shown at each step, real ones and as many forged.
    pub batch: usize,
    /// The expert's learning rate.
    pub expert_rate: f32,
    /// How the forger learns.
    pub forger_rule: Rule,
    /// Adam's first β, for both: how long a slope is remembered.
    pub beta1: f32,
    /// What the forger pays.
    pub price: Price,
    /// The label of real numbers.
    pub real_label: f32,
    /// Of weights, numbers and noise.
    pub seed: u64,
}

impl Plan {
    /// What the lesson plays first.
    pub fn usual(seed: u64) -> Self {
        Plan {
            start: Bell {
                mean: 0.0,
                deviation: 1.5,
            },
            rounds: 1_000,
            expert_steps: 2,
            head_start: 0,
            batch: 128,
            expert_rate: 0.01,
            forger_rule: Rule::Adam(0.02),
            beta1: 0.5,
            price: Price::NonSaturating,
            real_label: 1.0,
            seed,
        }
    }
}

// ANCHOR: players
/// The forger: a·z + b. Of normal noise it makes a bell with the middle b and the deviation |a|.
pub fn forger(start: Bell) -> Linear {
    let mut forger = Linear::new(1, 1, Init::Zeros, &mut nabla::rng(0));
    *forger.weight.value_mut() = Tensor::full([1, 1], start.deviation as f32);
    if let Some(bias) = &mut forger.bias {
        *bias.value_mut() = Tensor::full([1], start.mean as f32);
    }
    forger
}

/// The expert: a number in, a logit out.
pub fn expert(rng: &mut Rng) -> Sequential {
    let leaky = Activation::LeakyRelu(0.2);
    Sequential::new()
        .push(Linear::new(1, 32, Init::He, rng).activation(leaky))
        .push(Linear::new(32, 32, Init::He, rng).activation(leaky))
        .push(Linear::new(32, 1, Init::Xavier, rng))
}
// ANCHOR_END: players

/// The bell that the forger makes now.
pub fn bell(forger: &Linear) -> Bell {
    let bias = forger.bias.as_ref().map_or(0.0, |b| b.value().item());
    Bell {
        mean: f64::from(bias),
        deviation: f64::from(forger.weight.value().item().abs()),
    }
}

/// `count` numbers from a bell, `[count, 1]`.
pub fn draw(from: Bell, count: usize, rng: &mut Rng) -> Tensor {
    let numbers = (0..count)
        .map(|_| {
            let z: f64 = StandardNormal.sample(rng);
            (from.mean + from.deviation * z) as f32
        })
        .collect();
    Tensor::from_vec(numbers, [count, 1])
}

/// Noise.
const NOISE: Bell = Bell {
    mean: 0.0,
    deviation: 1.0,
};

/// Both players after a round.
pub struct State<'a> {
    /// Rounds played.
    pub round: usize,
    /// The forger.
    pub forger: &'a Linear,
    /// The expert.
    pub expert: &'a dyn Module,
}

impl State<'_> {
    /// The bell that is forged now.
    pub fn bell(&self) -> Bell {
        bell(self.forger)
    }

    /// The expert's logits for these numbers.
    pub fn logits(&self, numbers: &[f64]) -> Vec<f64> {
        let numbers: Vec<f32> = numbers.iter().map(|&x| x as f32).collect();
        let count = numbers.len();
        let all = generate(self.expert, &Tensor::from_vec(numbers, [count, 1]));
        all.data().iter().map(|&s| f64::from(s)).collect()
    }

    /// What the expert thinks of these numbers.
    pub fn opinions(&self, numbers: &[f64]) -> Vec<f64> {
        self.logits(numbers).into_iter().map(sigmoid).collect()
    }

    /// What the game is worth now, over all numbers.
    pub fn value(&self) -> f64 {
        value(DATA, self.bell(), |x| self.logits(&[x])[0])
    }
}

// ANCHOR: play
/// Plays, and calls `after` before the first round and after each.
pub fn play(plan: &Plan, mut after: impl FnMut(&State<'_>)) {
    let mut rng = nabla::rng(plan.seed);
    let mut forger = forger(plan.start);
    let mut expert = expert(&mut rng);
    let adam = |rate| Adam::new(rate).betas(plan.beta1, 0.999);
    let mut expert_rule = adam(plan.expert_rate);
    let mut forger_rule: Box<dyn Optimizer> = match plan.forger_rule {
        Rule::Adam(rate) => Box::new(adam(rate)),
        Rule::Descent(rate) => Box::new(Sgd::new(rate)),
    };
    for round in 0..=plan.rounds {
        let expert_steps = match round {
            0 => plan.head_start,
            _ => plan.expert_steps,
        };
        for _ in 0..expert_steps {
            let real = draw(DATA, plan.batch, &mut rng);
            let noise = draw(NOISE, plan.batch, &mut rng);
            let player = Player {
                network: &mut expert,
                optimizer: &mut expert_rule,
            };
            discriminator_step(player, &forger, &real, &noise, plan.real_label, &mut rng);
        }
        if round > 0 {
            let noise = draw(NOISE, plan.batch, &mut rng);
            let player = Player {
                network: &mut forger,
                optimizer: forger_rule.as_mut(),
            };
            generator_step(player, &expert, &noise, plan.price, &mut rng);
        }
        after(&State {
            round,
            forger: &forger,
            expert: &expert,
        });
    }
}
// ANCHOR_END: play

/// How far the forged bell is from the data, in nats.
pub fn divergence(forged: Bell) -> f64 {
    jensen_shannon(DATA, forged)
}

/// The best opinion there could be of `x` against this forger.
pub fn best(forged: Bell, x: f64) -> f64 {
    best_opinion(DATA.density(x), forged.density(x))
}
