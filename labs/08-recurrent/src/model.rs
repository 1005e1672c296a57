//! A network that reads letter after letter, and says before each which one it expects.

use nabla::rnn::{Lstm, Memory, Recurrent, State};
use nabla::{Embedding, Init, Labels, Linear, Module, Rng, Tape, Tensor, Tokens, Var};

// ANCHOR: model
/// A vector for each character, an LSTM, and logits for the next character.
pub struct CharLstm {
    /// `[V, E]`: a vector for each character.
    pub embedding: Embedding,
    /// E numbers in, H out.
    pub lstm: Lstm,
    /// From H to V.
    pub output: Linear,
    dropout: f32,
}

nabla::parts!(CharLstm {
    embedding,
    lstm,
    output
});

impl CharLstm {
    /// Fresh weights, for a vocabulary of so many characters.
    pub fn new(vocabulary: usize, embedding: usize, hidden: usize, rng: &mut Rng) -> Self {
        CharLstm {
            embedding: Embedding::new(vocabulary, embedding, Init::Normal(1.0), rng),
            lstm: Lstm::new(embedding, hidden, rng),
            output: Linear::new(hidden, vocabulary, Init::Xavier, rng),
            dropout: 0.0,
        }
    }

    /// On a tape for training, this share of what the LSTM shows is dropped, and half the share
    /// of what it gets. What it remembers from step to step is never touched (Zaremba,
    /// Sutskever and Vinyals, 2014).
    pub fn dropout(mut self, rate: f32) -> Self {
        self.dropout = rate;
        self
    }

    /// How many numbers it remembers.
    pub fn hidden(&self) -> usize {
        self.lstm.hidden()
    }

    /// Tokens `[N, T]` become logits `[N·T, V]`, row after row, for the character after each.
    /// `start` is what was remembered of the text before; also returns what is remembered in
    /// the end.
    pub fn read<'t>(
        &self,
        tape: &'t Tape,
        tokens: &Tokens,
        start: Option<&Memory>,
    ) -> (Var<'t>, State<'t>) {
        let vectors = self
            .embedding
            .forward(tape, tokens)
            .dropout(0.5 * self.dropout);
        let start = start.map(|memory| memory.on(tape));
        let run = self.lstm.run(tape, vectors, start, None);
        let hidden = self.lstm.hidden();
        let shown = run.outputs.reshape([tokens.len(), hidden]);
        let logits = self.output.forward(tape, shown.dropout(self.dropout));
        (logits, run.state())
    }

    /// The same for texts that begin here.
    pub fn forward<'t>(&self, tape: &'t Tape, tokens: &Tokens) -> Var<'t> {
        self.read(tape, tokens, None).0
    }

    /// The mean over all places of −ln p, with p for the character that did come: `labels`, row
    /// after row.
    pub fn loss<'t>(&self, tape: &'t Tape, tokens: &Tokens, labels: &Labels) -> Var<'t> {
        self.forward(tape, tokens).softmax_cross_entropy(labels)
    }
    // ANCHOR_END: model

    /// The number of different characters.
    pub fn vocabulary(&self) -> usize {
        self.embedding.table.value().dims()[0]
    }

    /// One character for each of N texts: the logits `[N, V]` for what comes after it, and what is remembered now.
    pub fn step(&self, characters: &[u32], memory: Option<&Memory>) -> (Tensor, Memory) {
        let tape = Tape::new();
        let tokens = Tokens::new(characters, [characters.len()], self.vocabulary());
        let vectors = self.embedding.forward(&tape, &tokens);
        let state = self
            .lstm
            .step(&tape, vectors, memory.map(|memory| memory.on(&tape)));
        let logits = self.output.forward(&tape, state.hidden);
        (logits.value(), state.detach())
    }
}

/// Characters that are read at once when a text is only looked at.
const PIECE: usize = 500;

// ANCHOR: surprise
/// The bits that each character of `text` takes, if the model has read all that comes before: −log₂ p. The text begins
/// after the character `first`.
pub fn surprises(model: &CharLstm, first: u32, text: &[u32]) -> Vec<f64> {
    let before = [&[first], &text[..text.len().saturating_sub(1)]].concat();
    let mut bits = Vec::with_capacity(text.len());
    let mut memory = None;
    for (seen, next) in before.chunks(PIECE).zip(text.chunks(PIECE)) {
        let tape = Tape::new();
        let tokens = Tokens::new(seen, [1, seen.len()], model.vocabulary());
        let (logits, state) = model.read(&tape, &tokens, memory.as_ref());
        let log_p = logits.log_softmax().value();
        let rows = log_p.data().chunks_exact(model.vocabulary()).zip(next);
        bits.extend(rows.map(|(row, &next)| -f64::from(row[next as usize]) / 2_f64.ln()));
        memory = Some(state.detach());
    }
    bits
}
// ANCHOR_END: surprise

#[cfg(test)]
mod tests {
    use super::*;
    use nabla::parameters;

    fn small() -> CharLstm {
        CharLstm::new(7, 3, 5, &mut nabla::rng(3))
    }

    #[test]
    fn the_network_of_the_scoreboard_has_so_many_numbers() {
        let model = CharLstm::new(64, 64, 128, &mut nabla::rng(1));
        // 64·64, then four gates of (64 + 128 + 1)·128, then 128·64 + 64.
        assert_eq!(parameters(&model), 4096 + 98_816 + 8256);
        assert_eq!(nabla::names(&model)[0], "embedding.table");
    }

    #[test]
    fn in_one_piece_in_two_or_step_by_step_it_says_the_same() {
        let model = small();
        let text = [1, 4, 6, 0, 2, 2];
        let tape = Tape::new();
        let whole = model.forward(&tape, &Tokens::new(&text, [1, 6], 7)).value();
        let (_, state) = model.read(&tape, &Tokens::new(&text[..4], [1, 4], 7), None);
        let memory = state.detach();
        let (rest, _) = model.read(&tape, &Tokens::new(&text[4..], [1, 2], 7), Some(&memory));
        let mut memory = None;
        for (t, &character) in text.iter().enumerate() {
            let (logits, next) = model.step(&[character], memory.as_ref());
            memory = Some(next);
            for v in 0..7 {
                assert!((logits.at(&[0, v]) - whole.at(&[t, v])).abs() < 1e-5);
            }
        }
        for v in 0..7 {
            assert!((rest.value().at(&[1, v]) - whole.at(&[5, v])).abs() < 1e-5);
        }
    }

    #[test]
    fn surprises_are_the_loss_in_bits() {
        let model = small();
        let text: Vec<u32> = (0..1203).map(|i| (i * i + i / 5) % 7).collect();
        let bits = surprises(&model, 0, &text);
        let tape = Tape::new();
        let before = [&[0], &text[..1202]].concat();
        let labels = Labels::from_ids(&text, 7);
        let loss = model.loss(&tape, &Tokens::new(&before, [1, 1203], 7), &labels);
        let mean = bits.iter().sum::<f64>() / 1203.0;
        assert!((mean * 2_f64.ln() - f64::from(loss.item())).abs() < 1e-4);
        assert!(surprises(&model, 0, &[]).is_empty());
    }

    #[test]
    fn only_a_tape_for_training_drops() {
        let model = small().dropout(0.5);
        let tokens = Tokens::new(&[1, 2, 3, 4], [2, 2], 7);
        let plain = |tape: &Tape| model.forward(tape, &tokens).value();
        assert_eq!(plain(&Tape::new()), plain(&Tape::new()));
        let mut rng = nabla::rng(5);
        assert_ne!(plain(&Tape::training(&mut rng)), plain(&Tape::new()));
    }
}
