//! What lab 8 had for the same task: an LSTM.

use super::model::Reads;
use nabla::rnn::{Lstm, Recurrent};
use nabla::{Embedding, Init, Linear, Module, Rng, Tape, Tokens, Var};

/// A vector for each letter, an LSTM, and logits for the next one.
pub struct Rival {
    embedding: Embedding,
    lstm: Lstm,
    output: Linear,
    dropout: f32,
}

nabla::parts!(Rival {
    embedding,
    lstm,
    output
});

impl Rival {
    /// Fresh weights. On a tape for training the share `dropout` is dropped of what the LSTM shows, and half of it of what it gets.
    pub fn new(letters: usize, [width, hidden]: [usize; 2], dropout: f32, rng: &mut Rng) -> Self {
        Rival {
            embedding: Embedding::new(letters, width, Init::Normal(1.0), rng),
            lstm: Lstm::new(width, hidden, rng),
            output: Linear::new(hidden, letters, Init::Xavier, rng),
            dropout,
        }
    }
}

impl Reads for Rival {
    fn read<'t>(&self, tape: &'t Tape, letters: &Tokens) -> Var<'t> {
        let x = self.embedding.forward(tape, letters);
        let x = x.dropout(0.5 * self.dropout);
        let shown = self.lstm.run(tape, x, None, None).outputs;
        let shown = shown.reshape([letters.len(), self.lstm.hidden()]);
        self.output.forward(tape, shown.dropout(self.dropout))
    }
}
