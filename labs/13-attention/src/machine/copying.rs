//! The copy task: words, a bell, and then silence, in which the words are to be said again.

use super::network::{Machine, State};
use nabla::rnn::Lstm;
use nabla::{Init, Linear, Module, Parameters, Rng, Sequential, Tape, Tensor, Var};
use rand::RngExt;
use trainer::{Learner, Rule};

/// Bits of a word.
pub const BITS: usize = 6;
/// Words in the longest sequence that is learned from.
pub const LONGEST: usize = 20;
/// Sequences in a batch.
const BATCH: usize = 16;

// ANCHOR: task
/// Some sequences of random words, all of a length L.
pub struct Task {
    /// `[N, 2L + 1, BITS + 1]`: the bits as −1 and 1, L words long; then the bell, alone in the last number; then zeros.
    pub heard: Tensor,
    /// `[N, L, BITS]`: the bits as 0 and 1.
    pub words: Tensor,
}

impl Task {
    /// `n` of them.
    pub fn new(n: usize, length: usize, rng: &mut Rng) -> Self {
        let (steps, inputs) = (2 * length + 1, BITS + 1);
        let mut heard = vec![0.0; n * steps * inputs];
        let mut words = Vec::with_capacity(n * length * BITS);
        for sequence in heard.chunks_exact_mut(steps * inputs) {
            for word in sequence.chunks_exact_mut(inputs).take(length) {
                for bit in &mut word[..BITS] {
                    let one = rng.random_bool(0.5);
                    *bit = if one { 1.0 } else { -1.0 };
                    words.push(f32::from(one));
                }
            }
            sequence[length * inputs + BITS] = 1.0;
        }
        Task {
            heard: Tensor::from_vec(heard, [n, steps, inputs]),
            words: Tensor::from_vec(words, [n, length, BITS]),
        }
    }
}
// ANCHOR_END: task

/// What can be asked to copy.
pub trait Copier: Parameters {
    /// `[N, L, BITS]` logits for what was heard, `[N, 2L + 1, BITS + 1]`.
    fn copies<'t>(&self, tape: &'t Tape, heard: Var<'t>) -> Var<'t>;
}

impl Copier for Machine {
    fn copies<'t>(&self, tape: &'t Tape, heard: Var<'t>) -> Var<'t> {
        self.run(tape, heard).0
    }
}

impl Machine {
    /// The machine of the lesson: 32 units in its controller, a memory of 24 × 10.
    pub fn fresh(seed: u64) -> Self {
        Machine::new(BITS + 1, BITS, 32, (24, 10), &mut nabla::rng(seed))
    }

    // ANCHOR: run
    /// Logits as [`Copier::copies`], and where the heads stood after each step, `[N, 2, R]` each.
    pub fn run<'t>(&self, tape: &'t Tape, heard: Var<'t>) -> (Var<'t>, Vec<Var<'t>>) {
        let &[n, steps, _] = heard.shape().dims() else {
            panic!("run: takes [N, T, inputs], got {}", heard.shape())
        };
        let mut state = State::start(tape, n, self.rows, self.width);
        let (mut seen, mut addresses) = (Vec::new(), Vec::new());
        for t in 0..steps {
            let (next, made) = self.step(tape, heard.select(1, t), state);
            state = next;
            seen.push(made);
            addresses.push(next.address);
        }
        let seen = Var::stack(&seen[steps / 2 + 1..], 1);
        (self.answer.forward(tape, seen), addresses)
    }
    // ANCHOR_END: run
}

/// An LSTM and a dense layer behind it: what comes after the bell is the answer.
impl Copier for Sequential {
    fn copies<'t>(&self, tape: &'t Tape, heard: Var<'t>) -> Var<'t> {
        let steps = heard.shape().dims()[1];
        self.forward(tape, heard).slice(1, steps / 2 + 1..steps)
    }
}

/// Fresh weights of such an LSTM.
pub fn lstm(hidden: usize, rng: &mut Rng) -> Sequential {
    let answer = Linear::new(hidden, BITS, Init::Xavier, rng);
    let lstm = Lstm::new(BITS + 1, hidden, rng);
    Sequential::new().push(lstm).push(answer)
}

// ANCHOR: learn
/// Learns in so many batches: sequences of up to half of the longest at first, and of all lengths from then on.
/// (Of eight machines, seeds 1 to 8, 1,800 batches each, all have found how to copy; six have at least 99 % at 40 words, the worst 98 %.)
pub fn learn(model: &mut impl Copier, steps: usize, seed: u64, mut after: impl FnMut(f32)) {
    let rng = &mut nabla::rng(seed ^ 0x636f_7079); // another sequence than that of the weights
    let mut learner = Learner::new(Rule::adam(0.01).cosine(), steps).clip(3.0);
    for step in 0..steps {
        let early = step * 5 < steps * 3;
        let limit = if early { LONGEST / 2 } else { LONGEST };
        let task = Task::new(BATCH, rng.random_range(2..=limit), rng);
        let loss = learner.learn(model, Tape::new(), |model, tape| {
            let logits = model.copies(tape, tape.constant(task.heard.clone()));
            logits.sigmoid_cross_entropy(&task.words)
        });
        after(loss.item());
    }
}
// ANCHOR_END: learn

/// The share of bits that are right, in sequences of so many words that it has not seen.
pub fn right(model: &impl Copier, length: usize, sequences: usize) -> f64 {
    let task = Task::new(sequences, length, &mut nabla::rng(2014));
    let tape = Tape::new();
    let logits = model.copies(&tape, tape.constant(task.heard)).value();
    let pairs = logits.data().iter().zip(task.words.data());
    let right = pairs.filter(|&(&logit, &bit)| (logit > 0.0) == (bit == 1.0));
    right.count() as f64 / task.words.len() as f64
}
