//! REINFORCE (Williams, 1992): play whole games, then make what was done likelier, the more came after it.

use super::agent::{Agent, SCALE, drawn, network};
use super::cart::{LIMIT, State, batch, fell, start};
use crate::solutions::{cart_step, returns};
use nabla::{Labels, Module, Rng, Sequential, Tape, Tensor, Var};
use trainer::{Learner, Rule};

/// How much the reward of the next step counts, seen from this one.
pub const DISCOUNT: f64 = 0.99;
/// Games that are played before each step of learning.
pub const GAMES: usize = 8;

/// A policy, and what is to be expected of a state, if it has a baseline.
pub struct Reinforce {
    policy: Sequential,
    /// The forecast of a return, if there is one.
    pub baseline: Option<Sequential>,
    played: usize,
}
nabla::parts!(Reinforce { policy, baseline });

/// All steps of some games: what was seen `[S, 4]`, what was done, and the rewards from there on `[S]`.
pub struct Games {
    seen: Tensor,
    right: Labels,
    returns: Tensor,
}

impl Reinforce {
    /// With fresh weights.
    pub fn new(with_baseline: bool, rng: &mut Rng) -> Self {
        Reinforce {
            policy: network(2, rng),
            baseline: with_baseline.then(|| network(1, rng)),
            played: 0,
        }
    }

    /// How it learns: the rate stays.
    pub fn learner() -> Learner {
        Learner::new(Rule::adam(1e-2), 1)
    }

    // ANCHOR: play
    /// Games side by side, each to its end.
    pub fn play(&self, games: usize, rng: &mut Rng) -> Games {
        let mut states: Vec<State> = (0..games).map(|_| start(rng)).collect();
        let mut going: Vec<usize> = (0..games).collect();
        let (mut seen, mut right, mut whose) = (Vec::new(), Vec::new(), Vec::new());
        for t in 0..LIMIT {
            let now: Vec<State> = going.iter().map(|&game| states[game]).collect();
            let chosen = drawn(&self.policy, &now, rng);
            for (&game, &to_right) in going.iter().zip(&chosen) {
                states[game] = cart_step(states[game], to_right);
                whose.push((game, t));
            }
            seen.extend(now);
            right.extend(chosen.into_iter().map(u8::from));
            going.retain(|&game| !fell(&states[game]));
        }
        let steps = |game| whose.iter().filter(|(own, _)| *own == game).count();
        let rewards = (0..games).map(|game| vec![1.0; steps(game)]);
        let returns: Vec<Vec<f64>> = rewards.map(|r| returns(&r, DISCOUNT)).collect();
        let returns = whose.iter().map(|&(game, t)| returns[game][t] as f32);
        Games {
            seen: batch(&seen),
            right: Labels::new(&right, 2),
            returns: Tensor::from_vec(returns.collect(), [whose.len()]),
        }
    }
    // ANCHOR_END: play

    // ANCHOR: loss
    /// −Σ A·ln π(a|s), over all steps of the games, divided by how many there are. A is the return; with a baseline it is what of
    /// the return was not expected, and the error of what was expected is added.
    pub fn loss<'t>(&self, tape: &'t Tape, games: &Games, baseline: bool) -> Var<'t> {
        let x = tape.constant(games.seen.clone());
        let logs = self.policy.forward(tape, x).log_softmax();
        let (done, returns) = (
            logs.pick(&games.right),
            tape.constant(games.returns.clone()),
        );
        match &self.baseline {
            Some(network) if baseline => {
                let expected = network.forward(tape, x).reshape(returns.shape()) * SCALE as f32;
                let advantage = returns - expected.detach();
                -(done * advantage).mean() + expected.mse(&games.returns) * 0.01
            }
            _ => -(done * returns).mean(),
        }
    }
    // ANCHOR_END: loss

    /// The slope of that loss, of all weights of the policy in a row.
    pub fn slope(&self, games: &Games, baseline: bool) -> Vec<f64> {
        let (tape, mut slope) = (Tape::new(), Vec::new());
        let grads = self.loss(&tape, games, baseline).backward();
        let mut put = |grad: &Tensor| slope.extend(grad.data().iter().map(|&g| f64::from(g)));
        grads.for_each(&self.policy, |_, grad| put(grad));
        slope
    }
}

impl Agent for Reinforce {
    fn turn(&mut self, learner: &mut Learner, rng: &mut Rng) -> f32 {
        let games = self.play(GAMES, rng);
        self.played += games.right.len();
        learner
            .learn(self, Tape::new(), |agent, tape| {
                agent.loss(tape, &games, true)
            })
            .item()
    }

    fn actor(&self) -> &Sequential {
        &self.policy
    }

    fn played(&self) -> usize {
        self.played
    }
}
