//! Reading on without reading everything again.

use super::model::{Gpt, Sizes};
use nabla::{Heads, Module, Tape, Tensor, Tokens, Var};

/// What one head keeps of the letters that were read: a key and a value of each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// One a letter.
    pub keys: Vec<Vec<f64>>,
    /// One a letter.
    pub values: Vec<Vec<f64>>,
}

/// Puts the key and the value of a new letter to those that are kept, and says what its query sees: query, key, value.
pub type Update = fn(&mut Kept, &[f64], &[f64], &[f64]) -> Vec<f64>;

// ANCHOR: cache
/// A GPT that reads one text, and keeps the keys and values of what it has read.
pub struct Reader<'m> {
    model: &'m Gpt,
    text: Vec<u32>,
    /// Of each block, `[1, S, C]` both.
    kept: Vec<[Tensor; 2]>,
}

impl<'m> Reader<'m> {
    /// Nothing is read yet.
    pub fn new(model: &'m Gpt) -> Self {
        let (text, kept) = (Vec::new(), Vec::new());
        Reader { model, text, kept }
    }

    /// Reads on, one letter at least, and gives the logits of the letter after the last. Where the context is full, the reader goes
    /// back by half of it and begins there anew: each letter has a place, and there are no more places.
    pub fn read(&mut self, letters: &[u32]) -> Vec<f32> {
        let sizes = self.model.sizes();
        let before = self.text.len();
        self.text.extend(letters);
        if self.text.len() > sizes.context {
            let half = self.text.len() - sizes.context.div_ceil(2);
            let again = self.text.split_off(half);
            *self = Reader::new(self.model);
            return self.read(&again);
        }
        let tape = Tape::new();
        let new = Tokens::new(letters, [1, letters.len()], sizes.letters);
        let mut x = self.model.placed(&tape, &new, before);
        let past = std::mem::take(&mut self.kept);
        for (i, block) in self.model.blocks.iter().enumerate() {
            let [queries, keys, values] = block.asked(&tape, x);
            let grown = |which: usize, new| match past.get(i) {
                Some(kept) => Var::concat(&[tape.constant(kept[which].clone()), new], 1),
                None => new,
            };
            let (keys, values) = (grown(0, keys), grown(1, values));
            self.kept.push([keys.value(), values.value()]);
            // The queries stand at the last places of the keys.
            let seen = queries.attention(keys, values, Heads::new(sizes.heads).causal());
            x = x + block.seen.forward(&tape, seen);
            x = x + block.think(&tape, block.norm2.forward(&tape, x));
        }
        let last = x.slice(1, letters.len() - 1..letters.len());
        let logits = self.model.logits(&tape, last);
        logits.value().data().to_vec()
    }
}
// ANCHOR_END: cache

/// Multiplications that it takes to read the letters at these places, if the keys and values of those before are there: 12 C² a
/// block for its matrices, 2 C for each key that is looked at, and C for each letter that may come next.
pub fn work(sizes: &Sizes, places: std::ops::Range<usize>) -> usize {
    let c = sizes.width;
    let letter = |place| sizes.layers * (12 * c * c + 2 * c * (place + 1)) + c * sizes.letters;
    places.map(letter).sum()
}
