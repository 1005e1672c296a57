//! What all that learn have in common, and how they are examined.

use super::cart::{Carts, LIMIT, State, batch, fell, start};
use crate::solutions::cart_step;
use nabla::{Activation, Init, Linear, Module, Parameters, Rng, Sequential, Tape, Tensor};
use rand::RngExt;
use trainer::Learner;

/// Who plays, and learns from it.
pub trait Agent: Parameters {
    /// Plays a little, and takes a step of `learner` for it. Returns the loss.
    fn turn(&mut self, learner: &mut Learner, rng: &mut Rng) -> f32;

    /// The carts in the middle of their games, if it does not play whole games.
    fn carts(&mut self) -> Option<&mut Carts> {
        None
    }

    /// The network that says what to do: of its two outputs the larger one is done.
    fn actor(&self) -> &Sequential;

    /// Steps of carts that it has seen so far.
    fn played(&self) -> usize;
}

// ANCHOR: network
/// Numbers in each of two layers.
const WIDTH: usize = 32;

/// Four numbers in, two layers behind each other, `outputs` numbers out.
pub fn network(outputs: usize, rng: &mut Rng) -> Sequential {
    let [first, second] = [4, WIDTH].map(|i| Linear::new(i, WIDTH, Init::Xavier, rng));
    Sequential::new()
        .push(first.activation(Activation::Tanh))
        .push(second.activation(Activation::Tanh))
        .push(Linear::new(WIDTH, outputs, Init::Normal(0.01), rng)) // nearly 0: at first it prefers nothing
}
// ANCHOR_END: network

/// What the output of a network is multiplied by that forecasts: values are large, and fresh networks give small numbers.
pub const SCALE: f64 = 50.0;

/// What a network says to `x`, without a gradient.
pub fn outputs(network: &Sequential, x: Tensor) -> Tensor {
    let tape = Tape::new();
    tape.hold(network);
    network.forward(&tape, tape.constant(x)).value()
}

/// For each state, whether the network gives more for right (output 1) than for left (output 0).
pub fn greedy(network: &Sequential, states: &[State]) -> Vec<bool> {
    let out = outputs(network, batch(states));
    out.data().chunks(2).map(|out| out[1] > out[0]).collect()
}

/// For each state an action drawn with the probabilities softmax(logits): of two that is σ of their difference.
pub fn drawn(network: &Sequential, states: &[State], rng: &mut Rng) -> Vec<bool> {
    let out = outputs(network, batch(states));
    let right = |out: &[f32]| rng.random::<f32>() < 1.0 / (1.0 + (out[0] - out[1]).exp());
    out.data().chunks(2).map(right).collect()
}

// ANCHOR: exam
/// The mean number of steps of `games` fresh games, of which nothing is learned. `choose` says for each state whether to push
/// to the right.
pub fn exam(games: usize, seed: u64, mut choose: impl FnMut(&[State]) -> Vec<bool>) -> f64 {
    let mut rng = nabla::rng(seed);
    let mut states: Vec<State> = (0..games).map(|_| start(&mut rng)).collect();
    let mut steps = 0;
    for _ in 0..LIMIT {
        let right = choose(&states);
        steps += states.len();
        for (state, right) in states.iter_mut().zip(right) {
            *state = cart_step(*state, right);
        }
        states.retain(|state| !fell(state));
    }
    steps as f64 / games as f64
}
// ANCHOR_END: exam

/// How an agent gets on: after every `every` steps of carts, `marks` times, its exam of 20 games.
pub fn course(
    agent: &mut impl Agent,
    learner: &mut Learner,
    (every, marks): (usize, usize),
    seed: u64,
) -> Vec<f64> {
    let mut rng = nabla::rng(seed ^ 0x706c_6179); // another sequence than that of the weights
    let mut mark = |mark: usize| {
        while agent.played() < mark * every {
            agent.turn(learner, &mut rng);
        }
        exam(20, mark as u64, |states| greedy(agent.actor(), states))
    };
    (1..=marks).map(&mut mark).collect()
}
