//! A network that says how long it thinks: adaptive computation time (Graves, 2016), on parity.

use nabla::rnn::{Gru, Recurrent};
use nabla::{Init, Linear, Module, Rng, Tape, Tensor, Var};
use rand::RngExt;
use rand::seq::SliceRandom;
use std::ops::RangeInclusive;
use trainer::{Learner, Rule};

/// Numbers in a row, each −1, 0 or 1.
pub const LENGTH: usize = 6;
/// Steps after which a network has to halt.
pub const LONGEST: usize = 10;
/// What may be missing from 1 when a network halts.
pub const EPSILON: f32 = 0.01;

// ANCHOR: parity
/// `n` rows `[n, LENGTH]` of −1, 0 and 1, and whether each has an odd number of ones, `[n, 1]`. How many of its numbers
/// are not 0 is drawn from `entries`: the more, the harder.
pub fn parity(n: usize, entries: RangeInclusive<usize>, rng: &mut Rng) -> (Tensor, Tensor) {
    let (mut rows, mut odd) = (Vec::new(), Vec::new());
    for _ in 0..n {
        let mut row = [0.0; LENGTH];
        let entries = rng.random_range(entries.clone()).min(LENGTH);
        row[..entries].fill_with(|| if rng.random_bool(0.5) { 1.0 } else { -1.0 });
        row.shuffle(rng);
        let ones = row.iter().filter(|&&x| x == 1.0).count();
        rows.extend(row);
        odd.push((ones % 2) as f32);
    }
    let rows = Tensor::from_vec(rows, [n, LENGTH]);
    (rows, Tensor::from_vec(odd, [n, 1]))
}
// ANCHOR_END: parity

/// Thinks about a row, step after step, until it wants to halt.
pub struct Thinker {
    /// From the row, with a 1 behind it at the first step and a 0 later, and its own state to the next state.
    pub cell: Gru,
    /// From a state to the probability to halt there.
    pub halt: Linear,
    /// From a state to the answer.
    pub answer: Linear,
}

nabla::parts!(Thinker { cell, halt, answer });

/// What came of it.
pub struct Thought<'t> {
    /// The answer's logits, `[N, 1]`.
    pub logits: Var<'t>,
    /// The weights of the steps, and what they cost.
    pub halting: Halting<'t>,
}

impl Thinker {
    /// Fresh weights. A first bias of −1 at `halt`: it goes on for some steps at first, and learns what they are good for.
    pub fn new(hidden: usize, rng: &mut Rng) -> Self {
        let mut halt = Linear::new(hidden, 1, Init::Xavier, rng);
        if let Some(bias) = &mut halt.bias {
            *bias.value_mut() = Tensor::full([1], -1.0);
        }
        Thinker {
            cell: Gru::new(LENGTH + 1, hidden, rng),
            halt,
            answer: Linear::new(hidden, 1, Init::Xavier, rng),
        }
    }

    // ANCHOR: think
    /// Thinks about rows `[N, LENGTH]` until all of them have halted.
    pub fn think<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Thought<'t> {
        let n = x.shape().dims()[0];
        let flag = |value| tape.constant(Tensor::full([n, 1], value));
        let [first, later] = [1.0, 0.0].map(|value| Var::concat(&[x, flag(value)], 1));
        let (mut state, mut states, mut halts) = (None, Vec::new(), Vec::new());
        let mut sums = vec![0.0; n];
        while states.len() < LONGEST && sums.iter().any(|&sum| sum < 1.0 - EPSILON) {
            let x = if states.is_empty() { first } else { later };
            let next = self.cell.step(tape, x, state);
            let halt = self.halt.forward(tape, next.hidden).sigmoid();
            for (sum, h) in sums.iter_mut().zip(halt.value().data()) {
                *sum += h;
            }
            states.push(next.hidden);
            halts.push(halt);
            state = Some(next);
        }
        let halting = halting(Var::concat(&halts, 1), EPSILON);
        let weights = halting.weights.reshape([n, 1, states.len()]);
        let mean = weights.matmul(Var::stack(&states, 1)); // [N, 1, H]
        let logits = self.answer.forward(tape, mean).reshape([n, 1]);
        Thought { logits, halting }
    }
    // ANCHOR_END: think
}

/// Halting probabilities turned into weights.
pub struct Halting<'t> {
    /// `[N, T]`: how much the state after each step counts. They add up to 1.
    pub weights: Var<'t>,
    /// `[N, 1]`: N + R, the steps plus the remainder.
    pub cost: Var<'t>,
    /// N, the steps of each row.
    pub steps: Vec<usize>,
}

// ANCHOR: halting
/// Of probabilities `[N, T]`: each counts until their sum comes to 1 − ε; that step, or else the last one, gets what remains.
pub fn halting(h: Var<'_>, epsilon: f32) -> Halting<'_> {
    let (tape, values) = (h.tape(), h.value());
    let &[n, t] = values.dims() else {
        panic!("halting: takes [N, T], got {}", values.shape())
    };
    let halts_at = |row: &[f32]| {
        let mut sum = 0.0;
        let reached = row.iter().position(|h| {
            sum += h;
            sum >= 1.0 - epsilon
        });
        reached.unwrap_or(t - 1) + 1
    };
    let steps: Vec<usize> = values.data().chunks_exact(t).map(halts_at).collect();
    // 1 at some steps of each row, 0 elsewhere: before the last one, and at it.
    let ones = |is: fn(usize, usize) -> bool| {
        let at = |i| f32::from(is(i % t + 1, steps[i / t]));
        tape.constant(Tensor::from_vec((0..n * t).map(at).collect(), [n, t]))
    };
    let before = h * ones(|step, last| step < last);
    let remainder = (1.0 - before.sum_axis(1)).reshape([n, 1]);
    let count = steps.iter().map(|&steps| steps as f32).collect();
    Halting {
        weights: before + ones(|step, last| step == last) * remainder,
        cost: remainder + tape.constant(Tensor::from_vec(count, [n, 1])),
        steps,
    }
}
// ANCHOR_END: halting

// ANCHOR: loss
/// What is to become smaller: the cross-entropy of the answers, plus τ times the mean cost of thinking.
pub fn loss<'t>(thought: &Thought<'t>, odd: &Tensor, tau: f32) -> Var<'t> {
    thought.logits.sigmoid_cross_entropy(odd) + tau * thought.halting.cost.mean()
}
// ANCHOR_END: loss

/// Learns in so many batches of 64, at this price of a step.
pub fn learn(net: &mut Thinker, steps: usize, tau: f32, rng: &mut Rng, mut after: impl FnMut(f32)) {
    let mut learner = Learner::new(Rule::adam(0.01).cosine(), steps).clip(1.0);
    for _ in 0..steps {
        let (rows, odd) = parity(64, 1..=LENGTH, rng);
        let value = learner.learn(net, Tape::new(), |net, tape| {
            loss(&net.think(tape, tape.constant(rows)), &odd, tau)
        });
        after(value.item());
    }
}

/// Of rows with so many numbers that are not 0: the share of right answers, and the mean number of steps.
pub fn exam(net: &Thinker, entries: usize) -> (f64, f64) {
    let (rows, odd) = parity(500, entries..=entries, &mut nabla::rng(2016));
    let tape = Tape::new();
    let thought = net.think(&tape, tape.constant(rows));
    let logits = thought.logits.value();
    let pairs = logits.data().iter().zip(odd.data());
    let right = pairs.filter(|&(&logit, &odd)| (logit > 0.0) == (odd == 1.0));
    let steps: usize = thought.halting.steps.iter().sum();
    (right.count() as f64 / 500.0, steps as f64 / 500.0)
}
