//! A network that reads: a recurrent layer, and a dense one that answers.

use nabla::rnn::{Gru, Lstm, Recurrent, Rnn};
use nabla::{Init, Linear, Module, Rng, Tape, Var};

/// Which recurrent layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One matrix, one tanh.
    Rnn,
    /// Four gates and a memory.
    Lstm,
    /// Three gates.
    Gru,
}

impl Kind {
    /// All three.
    pub const ALL: [Kind; 3] = [Kind::Rnn, Kind::Lstm, Kind::Gru];

    /// A layer of this kind with random weights.
    pub fn layer(self, inputs: usize, hidden: usize, rng: &mut Rng) -> Box<dyn Recurrent> {
        match self {
            Kind::Rnn => Box::new(Rnn::new(inputs, hidden, rng)),
            Kind::Lstm => Box::new(Lstm::new(inputs, hidden, rng)),
            Kind::Gru => Box::new(Gru::new(inputs, hidden, rng)),
        }
    }
}

// ANCHOR: reader
/// A recurrent layer, and a dense one that makes an answer of its state.
pub struct Reader {
    /// What reads.
    pub layer: Box<dyn Recurrent>,
    /// What answers.
    pub head: Linear,
}

impl Reader {
    /// Random weights, for `inputs` numbers a step and `outputs` in an answer.
    pub fn new(kind: Kind, inputs: usize, hidden: usize, outputs: usize, rng: &mut Rng) -> Self {
        let layer = kind.layer(inputs, hidden, rng);
        Reader::of(layer, outputs, rng)
    }

    /// This layer, with a dense one behind it.
    pub fn of(layer: Box<dyn Recurrent>, outputs: usize, rng: &mut Rng) -> Self {
        let head = Linear::new(layer.hidden(), outputs, Init::Xavier, rng);
        Reader { layer, head }
    }

    /// Many to many, in step: `[N, T, C]` in, `[N·T, K]` out.
    pub fn in_step<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        self.answers(tape, self.layer.run(tape, x, None, None).outputs)
    }

    /// Many to one: `[N, T, C]` in, `[N, K]` out, after the last step: of the whole
    /// row, or of each example's own.
    pub fn at_the_end<'t>(&self, tape: &'t Tape, x: Var<'t>, lengths: Option<&[usize]>) -> Var<'t> {
        let last = self.layer.run(tape, x, None, lengths).last;
        self.head.forward(tape, last)
    }

    /// An answer for each step's state: `[N, T, H]` in, `[N·T, K]` out.
    pub fn answers<'t>(&self, tape: &'t Tape, states: Var<'t>) -> Var<'t> {
        let hidden = self.layer.hidden();
        let rows = states.shape().size() / hidden;
        self.head.forward(tape, states.reshape([rows, hidden]))
    }
}
// ANCHOR_END: reader

nabla::parts!(Reader { layer, head });
