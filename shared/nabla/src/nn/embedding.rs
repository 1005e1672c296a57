//! A table of vectors, one for each entry of a vocabulary.

use super::{Init, Param, Parameters};
use crate::{Rng, Tape, Tokens, Var};

/// Turns letters or words into vectors that training moves about ([`Var::embedding`]).
///
/// No [`Module`](crate::Module): what goes in is no tensor.
#[derive(Clone, Debug)]
pub struct Embedding {
    /// `[V, D]`; PyTorch's `weight` as it is.
    pub table: Param,
}

impl Embedding {
    /// A random vector of `width` numbers for each entry of a vocabulary. A row is picked, not summed
    /// with others, so the size of its numbers needs no care for how many there are: `Init::Normal(1.0)`
    /// is PyTorch's choice, `Init::Uniform(0.05)` Keras's.
    pub fn new(vocabulary: usize, width: usize, init: Init, rng: &mut Rng) -> Self {
        let table = init.tensor([vocabulary, width], vocabulary, width, rng);
        Embedding {
            table: Param::new("table", table),
        }
    }

    /// `[N, T]` becomes `[N, T, D]`, `[N]` becomes `[N, D]`.
    ///
    /// # Panics
    /// If the tokens are of a vocabulary of another size.
    #[track_caller]
    pub fn forward<'t>(&self, tape: &'t Tape, tokens: &Tokens) -> Var<'t> {
        tape.param(&self.table).embedding(tokens)
    }

    /// What is made of letters or words, `[…, D]`, held against each row of the table: `[…, V]`. So the last layer
    /// of a model can be its first one turned round, one parameter whose two gradients add up (Press and Wolf,
    /// 2017).
    ///
    /// # Panics
    /// If the rows of `x` are not as long as those of the table.
    #[track_caller]
    pub fn logits<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        x.matmul_t(tape.param(&self.table))
    }
}

impl Parameters for Embedding {
    fn visit(&self, f: &mut dyn FnMut(&Param)) {
        f(&self.table);
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
        f(&mut self.table);
    }
}
