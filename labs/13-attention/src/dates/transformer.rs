//! The same by attention alone: blocks that read, blocks that write.

use super::spellings::{LONGEST, TOKENS};
use super::training::{
    Alignment, CHOICES, Read, Spelled, Translator, WRITTEN, given, rows, translate,
};
use crate::block::{Block, scores};
use nabla::{Embedding, Heads, Init, LayerNorm, Linear, Module, Rng, Tape, Tensor, Tokens, Var};

// ANCHOR: transformer
/// An encoder and a decoder without a recurrent layer. A letter or a character is C numbers.
pub struct Transformer {
    /// A vector for each letter, `[tokens, C]`, and one for each place in a spelling.
    pub letters: [Embedding; 2],
    /// This one reads: every letter looks at all of them.
    pub encoder: Block,
    /// A vector for each character, `[12, C]`, and one for each place in a date.
    pub characters: [Embedding; 2],
    /// Each character looks at those before it,
    pub before: Block,
    /// then at the letters,
    pub cross: Cross,
    /// then at those before it once more.
    pub after: Block,
    /// Of what goes to the output.
    pub norm: LayerNorm,
    /// From C to the logits of the 11 characters.
    pub output: Linear,
    /// In how many heads all of them look.
    pub heads: usize,
}

nabla::parts!(Transformer {
    letters,
    encoder,
    characters,
    before,
    cross,
    after,
    norm,
    output
});

impl Translator for Transformer {
    fn read<'t>(&self, tape: &'t Tape, spelled: &Spelled) -> Read<'t> {
        let x = placed(tape, &self.letters, &spelled.letters);
        let heads = Heads::new(self.heads).lengths(&spelled.lengths);
        Read {
            states: self.encoder.forward(tape, x, heads),
            lengths: spelled.lengths.clone(),
            start: None,
        }
    }

    fn write<'t>(&self, tape: &'t Tape, read: &Read<'t>, given: &Tokens) -> Var<'t> {
        let x = self.before(tape, given);
        let heads = Heads::new(self.heads).lengths(&read.lengths);
        let x = x + self.cross.forward(tape, x, read.states, heads);
        let x = self.after.forward(tape, x, Heads::new(self.heads).causal());
        let logits = self.output.forward(tape, self.norm.forward(tape, x));
        logits.reshape([given.len(), CHOICES])
    }
}

/// Attention to another sequence: queries from here, keys and values from there.
pub struct Cross {
    /// Of those who ask, and of those who are asked.
    pub norms: [LayerNorm; 2],
    /// Queries, keys and values: C to C.
    pub look: [Linear; 3],
    /// From what the heads saw, C to C.
    pub seen: Linear,
}

nabla::parts!(Cross { norms, look, seen });

impl Cross {
    /// These, `[N, t, C]`, look at those, `[N, S, C]`; what they saw is `[N, t, C]`.
    pub fn forward<'t>(
        &self,
        tape: &'t Tape,
        x: Var<'t>,
        read: Var<'t>,
        heads: Heads<'_>,
    ) -> Var<'t> {
        let asking = self.norms[0].forward(tape, x);
        let asked = self.norms[1].forward(tape, read);
        let query = self.look[0].forward(tape, asking);
        let [key, value] = [1, 2].map(|i| self.look[i].forward(tape, asked));
        self.seen.forward(tape, query.attention(key, value, heads))
    }
}
// ANCHOR_END: transformer

impl Cross {
    /// The weights of `[1, t, C]` at `[1, S, C]`, which the operation does not show: the mean over the heads, `[1, 1, t, S]`.
    pub fn weights<'t>(&self, tape: &'t Tape, x: Var<'t>, read: Var<'t>, heads: usize) -> Var<'t> {
        let look = |i: usize, x| self.look[i].forward(tape, self.norms[i].forward(tape, x));
        let scores = scores(look(0, x), look(1, read), heads);
        scores.softmax().mean_axis(1)
    }
}

/// A vector for what a token is plus one for where it stands, `[N, T, C]`.
fn placed<'t>(tape: &'t Tape, [what, places]: &[Embedding; 2], tokens: &Tokens) -> Var<'t> {
    let places = tape.param(&places.table).slice(0, 0..tokens.shape().last());
    what.forward(tape, tokens) + places
}

impl Transformer {
    /// Fresh weights: C numbers a token.
    pub fn new(width: usize, heads: usize, rng: &mut Rng) -> Self {
        let table = |size, deviation, rng: &mut Rng| {
            Embedding::new(size, width, Init::Normal(deviation), rng)
        };
        // Waves have the deviation √½.
        let places = |size, rng: &mut Rng| table(size, 0.5_f32.sqrt(), rng);
        let linear = |rng: &mut Rng| Linear::new(width, width, Init::Xavier, rng).without_bias();
        let norm = || LayerNorm::new(width).without_bias();
        Transformer {
            letters: [table(TOKENS, 0.5, rng), places(LONGEST, rng)],
            encoder: Block::new(width, rng),
            characters: [table(CHOICES + 1, 0.5, rng), places(WRITTEN, rng)],
            before: Block::new(width, rng),
            cross: Cross {
                norms: [norm(), norm()],
                look: [(); 3].map(|()| linear(rng)),
                seen: linear(rng),
            },
            after: Block::new(width, rng),
            norm: norm(),
            output: Linear::new(width, CHOICES, Init::Xavier, rng),
            heads,
        }
    }

    /// The same, and neighbouring places have similar vectors to begin with: waves, the longest about as long as a spelling
    /// (Vaswani et al., 2017, whose longest is made for longer texts).
    pub fn waves(mut self) -> Self {
        for Embedding { table } in [&mut self.letters[1], &mut self.characters[1]] {
            let [places, width] = [0, 1].map(|axis| table.value().dims()[axis]);
            let wave = |i: usize| {
                let (place, column) = ((i / width) as f32, i % width);
                let angle = place / 40_f32.powf((column / 2 * 2) as f32 / width as f32);
                [angle.sin(), angle.cos()][column % 2]
            };
            let waves = (0..places * width).map(wave).collect();
            *table.value_mut() = Tensor::from_vec(waves, [places, width]);
        }
        self
    }

    /// Where each character looks as the date is written: the mean over the heads.
    pub fn alignment(&self, text: &str) -> Alignment {
        let written = translate(self, &[text.to_string()]);
        let tape = Tape::new();
        let read = self.read(&tape, &Spelled::new([text]));
        let x = self.before(&tape, &given(&written));
        let p = self.cross.weights(&tape, x, read.states, self.heads);
        Alignment::new(text, written.concat(), rows(p))
    }

    fn before<'t>(&self, tape: &'t Tape, given: &Tokens) -> Var<'t> {
        let x = placed(tape, &self.characters, given);
        let heads = Heads::new(self.heads).causal();
        self.before.forward(tape, x, heads)
    }
}
