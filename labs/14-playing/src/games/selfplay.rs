//! Games against itself, and what is learned from them.

use super::Game;
use super::memory::{Batch, Learning};
use super::network::{Network, Sizes};
use super::tree::{Noise, PUCT, search};
use crate::solutions::from_visits;
use nabla::{Device, Rng, Tape, Var};
use rand::distr::Distribution;
use rand::distr::weighted::WeightedIndex;
use trainer::{Recipe, Rule, Training};

/// How a network plays against itself, and learns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Of the network.
    pub sizes: Sizes,
    /// Games of a round, all at once.
    pub games: usize,
    /// Playouts a move.
    pub playouts: usize,
    /// Moves of a game that are drawn by the visits; after that the most visited is taken.
    pub drawn: usize,
    /// At the root.
    pub noise: Noise,
    /// Rounds.
    pub rounds: usize,
    /// Positions that are remembered: those of the last few rounds.
    pub memory: usize,
    /// Steps a round, and examples a step.
    pub steps: [usize; 2],
    /// The learning rate at the start.
    pub rate: f32,
}

/// For noughts and crosses: some seconds.
pub const NOUGHTS: Plan = Plan {
    sizes: Sizes {
        channels: 24,
        blocks: 2,
    },
    games: 128,
    playouts: 32,
    drawn: 9,
    noise: Noise {
        alpha: 1.0,
        share: 0.4,
    },
    rounds: 12,
    memory: 4_000,
    steps: [48, 128],
    rate: 4e-3,
};

/// For Connect Four, a round of which takes some ten seconds.
pub const FOUR: Plan = Plan {
    sizes: Sizes {
        channels: 32,
        blocks: 3,
    },
    games: 224,
    playouts: 64,
    drawn: 24,
    noise: Noise {
        alpha: 1.0,
        share: 0.35,
    },
    rounds: 120,
    memory: 40_000,
    steps: [50, 256],
    rate: 2e-3,
};

/// The same in the small, for a lesson.
pub const SHORT: Plan = Plan {
    sizes: Sizes {
        channels: 16,
        blocks: 2,
    },
    games: 96,
    playouts: 32,
    drawn: 12,
    noise: Noise {
        alpha: 1.0,
        share: 0.25,
    },
    rounds: 5,
    memory: 20_000,
    steps: [40, 256],
    rate: 2e-3,
};

/// A position, what the search made of it, and how the game ended for who was to move.
#[derive(Debug, Clone, PartialEq)]
pub struct Example<G> {
    /// The position.
    pub game: G,
    /// The share of visits of each move.
    pub policy: Vec<f64>,
    /// 1 won, 0 drawn, −1 lost.
    pub result: f64,
}

// ANCHOR: play
/// So many games at once, each from the empty board to its end, and all their positions.
pub fn play<G: Game>(network: &Network, plan: &Plan, rng: &mut Rng) -> Vec<Example<G>> {
    let mut games: Vec<(G, Vec<Example<G>>)> = vec![(G::start(), Vec::new()); plan.games];
    let mut done = Vec::new();
    for turn in 0.. {
        let now: Vec<G> = games.iter().map(|(game, _)| *game).collect();
        if now.is_empty() {
            break;
        }
        let mut judge = |leaves: &[G]| network.judge(leaves);
        let noise = Some((&plan.noise, &mut *rng));
        let trees = search(&now, plan.playouts, PUCT, &mut judge, noise);
        for ((game, past), tree) in games.iter_mut().zip(&trees) {
            let policy = from_visits(&tree.visits(), 1.0);
            let action = match WeightedIndex::new(&policy) {
                Ok(shares) if turn < plan.drawn => shares.sample(rng),
                _ => tree.best(),
            };
            past.push(Example {
                game: *game,
                policy,
                result: 0.0,
            });
            *game = game.play(action);
        }
        games.retain_mut(|(game, past)| match game.outcome() {
            None => true,
            Some(outcome) => {
                done.extend(told(std::mem::take(past), outcome));
                false
            }
        });
    }
    done
}

/// The positions of a game that is over, each with its result. `outcome` is that of the player who would be next.
fn told<G>(mut past: Vec<Example<G>>, outcome: f64) -> Vec<Example<G>> {
    let mut result = outcome;
    for example in past.iter_mut().rev() {
        result = -result;
        example.result = result;
    }
    past
}
// ANCHOR_END: play

// ANCHOR: loss
/// −Σ π ln p, the cross-entropy between what the search did and what the network would do, plus (z − v)², in the mean.
pub fn loss<'t>(network: &Network, tape: &'t Tape, batch: Batch) -> Var<'t> {
    let [boards, policy, result] = batch.map(|tensor| tensor.to(&network.device()));
    let (logits, value) = network.forward(tape, tape.constant(boards));
    let said = logits.log_softmax() * tape.constant(policy);
    value.mse(&result) - said.sum_axis(1).mean()
}
// ANCHOR_END: loss

impl Plan {
    /// How it learns.
    pub fn recipe(&self, seed: u64) -> Recipe {
        let rule = Rule::adamw(self.rate, 1e-4).cosine();
        Recipe::new(rule, self.steps[1], self.rounds)
            .clip(1.0)
            .seed(seed)
    }

    /// A training before its first round.
    pub fn training<G: Game>(&self, recipe: &Recipe, device: &Device) -> Training<Learning> {
        let network = Network::new::<G>(&self.sizes, &mut nabla::rng(recipe.seed));
        let examples = self.steps[0] * self.steps[1];
        let learning = Learning::new::<G>(network, self.memory);
        Training::new(learning, recipe, examples, device)
    }
}

// ANCHOR: round
/// A round: games by the network as it is, then steps on what is remembered. `after` gets the loss of each step; returns
/// their mean.
pub fn round<G: Game>(
    training: &mut Training<Learning>,
    plan: &Plan,
    mut after: impl FnMut(f32),
) -> f32 {
    let examples = play::<G>(&training.model.network, plan, &mut training.rng);
    training.model.remember(&examples);
    let rows = training.model.rows::<G>();
    training.epoch(
        |places, rng| rows.batch(places.len(), rng),
        |learning, tape, batch| loss(&learning.network, tape, batch),
        |_, loss| after(loss),
    )
}
// ANCHOR_END: round
