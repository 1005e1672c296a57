//! One step of the machine: the controller looks, the heads move, the memory is written, then read.

use super::addressing::{content, interpolate, read, sharpen, shift, write};
use nabla::{Activation, Init, Linear, Module, Rng, Tape, Tensor, Var};

/// What stands in every number of a memory at the start.
const EMPTY: f32 = 1e-6;
/// The first head reads.
pub const READS: usize = 0;
/// The second writes.
pub const WRITES: usize = 1;
const HEADS: usize = 2;

/// A controller without a memory of its own, and two heads. No weight knows how many rows there are.
#[derive(Clone)]
pub struct Machine {
    /// From what comes in and what was read last to what it thinks: dense, tanh.
    pub controller: Linear,
    /// From there, for each head: a key of W numbers, a strength, a gate, three shares to move by, a power.
    pub heads: Linear,
    /// What is erased and what is added: 2W numbers.
    pub change: Linear,
    /// From what it thinks and what it reads to the answer, as logits.
    pub answer: Linear,
    /// R. No weight depends on it: a trained machine may be given more.
    pub rows: usize,
    /// W, numbers in a row.
    pub width: usize,
}

nabla::parts!(Machine {
    controller,
    heads,
    change,
    answer
});

/// What is handed on from step to step.
#[derive(Clone, Copy)]
pub struct State<'t> {
    /// `[N, R, W]`.
    pub memory: Var<'t>,
    /// Where the heads stand: `[N, 2, R]`.
    pub address: Var<'t>,
    /// What was read: `[N, W]`.
    pub read: Var<'t>,
}

impl<'t> State<'t> {
    /// An empty memory, both heads at its first row.
    pub fn start(tape: &'t Tape, n: usize, rows: usize, width: usize) -> Self {
        let first = (0..n * HEADS * rows).map(|i| if i % rows == 0 { 1.0 } else { 0.0 });
        State {
            memory: tape.constant(Tensor::full([n, rows, width], EMPTY)),
            address: tape.constant(Tensor::from_vec(first.collect(), [n, HEADS, rows])),
            read: tape.constant(Tensor::zeros([n, width])),
        }
    }
}

impl Machine {
    /// Fresh weights: `inputs` numbers a step, `outputs` logits, a memory of `rows` × `width` numbers.
    pub fn new(
        inputs: usize,
        outputs: usize,
        hidden: usize,
        (rows, width): (usize, usize),
        rng: &mut Rng,
    ) -> Self {
        let mut linear = |i, o| Linear::new(i, o, Init::Xavier, rng);
        Machine {
            controller: linear(inputs + width, hidden).activation(Activation::Tanh),
            heads: linear(hidden, HEADS * (width + 6)),
            change: linear(hidden, 2 * width),
            answer: linear(hidden + width, outputs),
            rows,
            width,
        }
    }

    // ANCHOR: step
    /// One step with what comes in, `[N, inputs]`. Returns the state after it, and what the answer is made of, `[N, hidden + W]`.
    pub fn step<'t>(&self, tape: &'t Tape, x: Var<'t>, state: State<'t>) -> (State<'t>, Var<'t>) {
        let comes_in = Var::concat(&[x, state.read], 1);
        let thought = self.controller.forward(tape, comes_in);
        let address = self.find(tape, thought, state);
        let [reads, writes] = [READS, WRITES].map(|head| address.slice(1, head..head + 1));
        let change = self.change.forward(tape, thought);
        let change = change.reshape([x.shape().dims()[0], 2, self.width]);
        let [erase, add] = [0, 1].map(|i| change.slice(1, i..i + 1));
        let memory = write(state.memory, writes, erase.sigmoid(), add.tanh());
        let read = read(memory, reads).reshape(state.read.shape());
        let state = State {
            memory,
            address,
            read,
        };
        (state, Var::concat(&[thought, read], 1))
    }

    /// Where both heads go, `[N, 2, R]`.
    fn find<'t>(&self, tape: &'t Tape, thought: Var<'t>, state: State<'t>) -> Var<'t> {
        let (n, w) = (thought.shape().dims()[0], self.width);
        let asked = self.heads.forward(tape, thought).reshape([n, HEADS, w + 6]);
        let part = |from: usize, length: usize| asked.slice(2, from..from + length);
        let found = content(state.memory, part(0, w), part(w, 1).softplus());
        let kept = interpolate(found, state.address, part(w + 1, 1).sigmoid());
        let moved = shift(kept, part(w + 2, 3).softmax());
        sharpen(moved, part(w + 5, 1).softplus() + 1.0)
    }
    // ANCHOR_END: step
}
