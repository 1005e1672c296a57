//! Deep Q (Mnih and others, 2013 and 2015): a network in the place of the table, a memory to learn from, and a second network
//! that moves slowly and says what is aimed at.

use super::agent::{Agent, greedy, network, outputs};
use super::cart::{Carts, End, seen};
use super::reinforce::DISCOUNT;
use crate::solutions::double_q_targets;
use nabla::{Labels, Module, Param, Parameters, Rng, Sequential, Tape, Tensor};
use rand::RngExt;
use trainer::{Learner, Rule};

/// Carts side by side: for each step of all of them, one step of learning.
pub const CARTS: usize = 8;
/// Steps of carts that are learned from at a time.
pub const BATCH: usize = 32;
/// So much of the online network the target network takes over each time.
pub const FOLLOW: f32 = 0.1;
/// Over so many steps of carts the share of random pushes falls from 1 to [`RANDOM`].
pub const CURIOUS: usize = 6_000;
/// The share of random pushes that stays.
pub const RANDOM: f64 = 0.05;
/// Steps of carts that are remembered as a rule.
pub const MEMORY: usize = 20_000;
/// What is remembered of a step: what was seen, what was seen after it, whether the push was to the right, whether it was lost.
const ROW: usize = 10;

/// Rewards, who fell, the online network's values of the states after, the target network's, discount.
pub type Targets = fn(&[f64], &[bool], &[[f64; 2]], &[[f64; 2]], f64) -> Vec<f64>;

/// Who learns in this way. All that it has to go on from is a parameter, the memory too: so a checkpoint keeps it.
pub struct DeepQ {
    online: Sequential,
    target: Sequential,
    memory: Param,
    carts: Carts,
    /// What makes targets of what is remembered.
    pub targets: Targets,
}
nabla::parts!(DeepQ {
    online,
    target,
    memory,
    carts
});

impl DeepQ {
    /// The optimiser, and how its rate falls.
    pub const RULE: Rule = Rule::adam(2e-3).cosine();

    /// With fresh weights, and a memory of so many steps.
    pub fn new(memory: usize, rng: &mut Rng) -> Self {
        let online = network(2, rng);
        DeepQ {
            target: online.clone(),
            online,
            memory: Param::statistic("memory", Tensor::zeros([memory, ROW])),
            carts: Carts::new(CARTS, rng),
            targets: double_q_targets,
        }
    }

    /// How it learns, in so many turns.
    pub fn learner(turns: usize) -> Learner {
        Learner::new(Self::RULE, turns).clip(1.0)
    }

    // ANCHOR: play
    /// The share of random pushes now.
    pub fn epsilon(&self) -> f64 {
        (1.0 - self.played() as f64 / CURIOUS as f64).max(RANDOM)
    }

    /// Pushes each cart, mostly as the network says, and remembers what came of it: the newest in the place of the oldest.
    fn play(&mut self, rng: &mut Rng) {
        let (epsilon, from) = (self.epsilon(), self.played());
        let before: Vec<[f32; 4]> = self.carts.states.iter().map(seen).collect();
        let mut right = greedy(&self.online, &self.carts.states);
        for right in &mut right {
            // Of random pushes half are what it would have done anyway.
            *right ^= rng.random_bool(epsilon / 2.0);
        }
        let came = self.carts.push(&right, rng);
        let memory = self.memory.value_mut();
        let rows = memory.dims()[0];
        for (cart, (after, end)) in came.into_iter().enumerate() {
            let done = [right[cart], end == End::Fell].map(f32::from);
            let row = [&before[cart][..], &seen(&after), &done].concat();
            let at = (from + cart) % rows * ROW;
            memory.data_mut()[at..at + ROW].copy_from_slice(&row);
        }
    }
    // ANCHOR_END: play

    // ANCHOR: follow
    /// The target network takes over a little of the online one.
    fn follow(&mut self) {
        let mut weights = Vec::new();
        self.online
            .visit(&mut |param| weights.extend_from_slice(param.value().data()));
        let mut weights = weights.into_iter();
        self.target.visit_mut(&mut |param| {
            for (slow, fast) in param.value_mut().data_mut().iter_mut().zip(&mut weights) {
                *slow += FOLLOW * (fast - *slow);
            }
        });
    }
    // ANCHOR_END: follow
}

impl Agent for DeepQ {
    // ANCHOR: turn
    fn turn(&mut self, learner: &mut Learner, rng: &mut Rng) -> f32 {
        self.play(rng);
        let known = self.played().min(self.memory.value().dims()[0]);
        let places: Vec<usize> = (0..BATCH).map(|_| rng.random_range(0..known)).collect();
        let rows = self.memory.value().gather_rows(&places);
        let tape = Tape::new();
        let part = |from| tape.constant(rows.clone()).slice(1, from..from + 4).value();
        let (before, after) = (part(0), part(4));
        let right: Vec<u8> = rows.data().chunks(ROW).map(|row| row[8] as u8).collect();
        let fell: Vec<bool> = rows.data().chunks(ROW).map(|row| row[9] == 1.0).collect();
        let [online, target] = [&self.online, &self.target].map(|network| {
            let out = outputs(network, after.clone());
            let pairs = out
                .data()
                .chunks(2)
                .map(|q| [f64::from(q[0]), f64::from(q[1])]);
            pairs.collect::<Vec<_>>()
        });
        let rewards = [1.0 - DISCOUNT; BATCH]; // so that values lie between 0 and 1
        let targets = (self.targets)(&rewards, &fell, &online, &target, DISCOUNT);
        let targets = targets.into_iter().map(|q| q as f32).collect();
        let (targets, right) = (Tensor::from_vec(targets, [BATCH]), Labels::new(&right, 2));
        let loss = learner.learn(self, Tape::new(), |agent, tape| {
            let values = agent.online.forward(tape, tape.constant(before));
            values.pick(&right).mse(&targets)
        });
        self.follow();
        loss.item()
    }
    // ANCHOR_END: turn

    fn carts(&mut self) -> Option<&mut Carts> {
        Some(&mut self.carts)
    }

    fn actor(&self) -> &Sequential {
        &self.online
    }

    fn played(&self) -> usize {
        self.carts.played()
    }
}
