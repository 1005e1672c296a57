//! An encoder and a decoder, both recurrent; the decoder may look back.

use super::spellings::TOKENS;
use super::training::{CHOICES, Read, Spelled, Translator, given, rows, translate};
use nabla::rnn::{Bidirectional, Gru, Recurrent, State};
use nabla::{Embedding, Init, Linear, Module, Rng, Tape, Tensor, Tokens, Var};

// ANCHOR: network
/// Two GRUs read, from left to right and from right to left; a third one writes. H numbers each.
pub struct Network {
    /// A vector for each letter, `[tokens, E]`.
    pub letters: Embedding,
    /// `[N, S, E]` → `[N, S, 2H]`, and what is left at the ends, `[N, 2H]`.
    pub encoder: Bidirectional<Gru>,
    /// From what is left at the ends to the decoder's first state, `[N, H]`.
    pub start: Linear,
    /// A vector for each character, `[12, E]`.
    pub characters: Embedding,
    /// `[N, t, E]` → `[N, t, H]`.
    pub decoder: Gru,
    /// With attention: what a state asks for, H numbers to 2H, to be held against the encoder's.
    pub query: Option<Linear>,
    /// From a state, and with attention what it found, to H numbers.
    pub mix: Linear,
    /// From these to the logits of the 11 characters.
    pub output: Linear,
}

nabla::parts!(Network {
    letters,
    encoder,
    start,
    characters,
    decoder,
    query,
    mix,
    output
});

impl Translator for Network {
    fn read<'t>(&self, tape: &'t Tape, spelled: &Spelled) -> Read<'t> {
        let vectors = self.letters.forward(tape, &spelled.letters);
        let run = self.encoder.run(tape, vectors, Some(&spelled.lengths));
        Read {
            states: run.outputs,
            lengths: spelled.lengths.clone(),
            start: Some(self.start.forward(tape, run.last).tanh()),
        }
    }

    fn write<'t>(&self, tape: &'t Tape, read: &Read<'t>, given: &Tokens) -> Var<'t> {
        let states = self.states(tape, read, given);
        let known = match &self.query {
            None => states,
            Some(query) => {
                let weights = weights(query.forward(tape, states), read);
                let found = weights.matmul(read.states); // [N, t, 2H]
                Var::concat(&[states, found], 2)
            }
        };
        let mixed = self.mix.forward(tape, known).tanh();
        let logits = self.output.forward(tape, mixed);
        logits.reshape([given.len(), CHOICES])
    }
}

/// Queries `[N, t, C]` against the state at each letter: of each query, weights that add up to 1,
/// `[N, t, S]`. The padding gets none.
pub fn weights<'t>(queries: Var<'t>, read: &Read<'t>) -> Var<'t> {
    let scores = queries.matmul_t(read.states);
    let (texts, letters) = (read.lengths.len(), scores.shape().last());
    let mask = Tensor::padding_mask(&read.lengths, letters).reshape([texts, 1, letters]);
    scores.softmax_masked(queries.tape().constant(mask))
}
// ANCHOR_END: network

impl Network {
    /// Fresh weights: vectors of `width` numbers, states of `hidden`.
    pub fn new(width: usize, hidden: usize, attends: bool, rng: &mut Rng) -> Self {
        let gru = |rng: &mut Rng| Gru::new(width, hidden, rng);
        let linear = |from, to, rng: &mut Rng| Linear::new(from, to, Init::Xavier, rng);
        let both = 2 * hidden;
        let known = if attends { hidden + both } else { hidden };
        Network {
            letters: Embedding::new(TOKENS, width, Init::Normal(1.0), rng),
            encoder: Bidirectional::new(gru(rng), gru(rng)),
            start: linear(both, hidden, rng),
            characters: Embedding::new(CHOICES + 1, width, Init::Normal(1.0), rng),
            decoder: gru(rng),
            query: attends.then(|| linear(hidden, both, rng)),
            mix: linear(known, hidden, rng),
            output: linear(hidden, CHOICES, rng),
        }
    }

    /// For one spelling: the date it is written as, what each character of it asks for, and the encoder's state at each
    /// letter. A score is the dot product of two of these vectors. Without attention nothing is asked.
    pub fn asked(&self, text: &str) -> (String, [Vec<Vec<f64>>; 2]) {
        let written = translate(self, &[text.to_string()]);
        let tape = Tape::new();
        let read = self.read(&tape, &Spelled::new([text]));
        let states = self.states(&tape, &read, &given(&written));
        let asked = |query: &Linear| rows(query.forward(&tape, states));
        let queries = self.query.as_ref().map_or(Vec::new(), asked);
        (written.concat(), [queries, rows(read.states)])
    }

    /// The decoder's state after each character that it was given, `[N, t, H]`.
    fn states<'t>(&self, tape: &'t Tape, read: &Read<'t>, given: &Tokens) -> Var<'t> {
        let vectors = self.characters.forward(tape, given);
        let start = read.start.map(|hidden| State { hidden, cell: None });
        self.decoder.run(tape, vectors, start, None).outputs
    }
}
