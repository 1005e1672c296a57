//! Recurrent networks: the layers, what goes into them beside their weights, and what comes out.

pub use crate::nn::{Bidirectional, Gru, Lstm, Recurrent, Rnn};

use crate::{Tape, Tensor, Var};

/// How a sequence is read: all of it from left to right, unless something else is said.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading<'l> {
    pub(crate) lengths: Option<&'l [usize]>,
    pub(crate) reversed: bool,
}

impl<'l> Reading<'l> {
    /// All steps, from the first to the last.
    pub fn new() -> Self {
        Self::default()
    }

    /// Example n has only its first `lengths[n]` steps. Beyond them its output is 0 and its state stays
    /// what it was.
    pub fn lengths(self, lengths: &'l [usize]) -> Self {
        let lengths = Some(lengths);
        Reading { lengths, ..self }
    }

    /// From each example's own last step to its first. The outputs keep their places: the one at
    /// step t has seen step t and all after it.
    pub fn reversed(self) -> Self {
        let reversed = !self.reversed;
        Reading { reversed, ..self }
    }
}

/// What a recurrent network remembers between two steps, on a tape.
#[derive(Clone, Copy)]
pub struct State<'t> {
    /// h, `[N, H]`: what it shows.
    pub hidden: Var<'t>,
    /// c, `[N, H]`: what an LSTM keeps beside it.
    pub cell: Option<Var<'t>>,
}

impl State<'_> {
    /// The numbers alone, to go on from on another tape: no gradient flows back through them. Long
    /// texts are learned from in pieces like that (truncated backpropagation through time).
    pub fn detach(self) -> Memory {
        Memory {
            hidden: self.hidden.value(),
            cell: self.cell.map(Var::value),
        }
    }
}

/// A [`State`] off the tape: numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Memory {
    /// h, `[N, H]`.
    pub hidden: Tensor,
    /// c, `[N, H]`, of an LSTM.
    pub cell: Option<Tensor>,
}

impl Memory {
    /// The same on a tape, as constants.
    pub fn on<'t>(&self, tape: &'t Tape) -> State<'t> {
        State {
            hidden: tape.constant(self.hidden.clone()),
            cell: self.cell.as_ref().map(|c| tape.constant(c.clone())),
        }
    }
}

/// What a recurrent network makes of sequences.
#[derive(Clone, Copy)]
pub struct Run<'t> {
    /// `[N, T, H]`: what it shows after each step, 0 beyond an example's length.
    pub outputs: Var<'t>,
    /// `[N, H]`: what it shows after each example's own last step.
    pub last: Var<'t>,
    /// `[N, H]`: what an LSTM keeps then.
    pub cell: Option<Var<'t>>,
}

impl<'t> Run<'t> {
    /// The state at the end: where the next piece of the same sequences starts.
    pub fn state(self) -> State<'t> {
        State {
            hidden: self.last,
            cell: self.cell,
        }
    }
}
