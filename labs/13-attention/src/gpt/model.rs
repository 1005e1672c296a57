//! The network: blocks of a transformer between a table and itself.

use crate::block::Block;
use nabla::{Embedding, Heads, Init, Labels, LayerNorm, Linear, Module, Rng, Tape, Tokens, Var};

/// How large a GPT is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Different letters.
    pub letters: usize,
    /// Letters that it can look at.
    pub context: usize,
    /// Numbers a letter; the heads share them out.
    pub width: usize,
    /// Heads of a block.
    pub heads: usize,
    /// Blocks.
    pub layers: usize,
}

impl Sizes {
    /// Those of nanoGPT's configuration for a processor.
    pub const NANO: Sizes = Sizes {
        letters: 65,
        context: 64,
        width: 128,
        heads: 4,
        layers: 4,
    };

    /// Those of the small one that learns from the chapters of this book.
    pub const BOOK: Sizes = Sizes {
        letters: datasets::text::VOCABULARY,
        context: 64,
        width: 64,
        heads: 2,
        layers: 2,
    };

    // ANCHOR: parameters
    /// How many numbers are learned: the two tables; 3C² + C² + 4C² + 4C² and two norms a block; the last norm.
    pub fn parameters(&self) -> usize {
        let c = self.width;
        (self.letters + self.context) * c + self.layers * (12 * c * c + 2 * c) + c
    }
    // ANCHOR_END: parameters
}

// ANCHOR: gpt
/// A vector for each letter and one for each place; blocks; and the first table once more, turned round.
pub struct Gpt {
    letters: Embedding,
    places: Embedding,
    /// The blocks, from the letters on.
    pub blocks: Vec<Block>,
    /// Of what the last block gives.
    pub norm: LayerNorm,
    sizes: Sizes,
    dropout: f32,
}

nabla::parts!(Gpt {
    letters,
    places,
    blocks,
    norm
});

impl Gpt {
    /// Fresh weights, drawn as nanoGPT's.
    pub fn new(sizes: &Sizes, rng: &mut Rng) -> Self {
        let &Sizes { width, layers, .. } = sizes;
        // 2L layers write into one sum. It should begin as large as if there were one.
        let small = Init::Normal(0.02 / (2.0 * layers as f32).sqrt());
        let block = |rng: &mut Rng| {
            let mut block = Block::new(width, rng);
            block.seen = Linear::new(width, width, small, rng).without_bias();
            block.down = Linear::new(4 * width, width, small, rng).without_bias();
            block
        };
        Gpt {
            letters: Embedding::new(sizes.letters, width, Init::Normal(0.02), rng),
            places: Embedding::new(sizes.context, width, Init::Normal(0.02), rng),
            blocks: (0..layers).map(|_| block(rng)).collect(),
            norm: LayerNorm::new(width).without_bias(),
            sizes: *sizes,
            dropout: 0.0,
        }
    }

    /// What a block gets: letters `[N, T]`, of which the first stands at the place `from`, as `[N, T, C]`.
    pub fn placed<'t>(&self, tape: &'t Tape, letters: &Tokens, from: usize) -> Var<'t> {
        let length = letters.shape().last();
        let places: Vec<u32> = (from as u32..).take(length).collect();
        let places = Tokens::new(&places, [length], self.sizes.context);
        let x = self.letters.forward(tape, letters) + self.places.forward(tape, &places);
        x.dropout(self.dropout)
    }

    /// What the last block gave, as logits `[N, T, V]` of the letter after each.
    pub fn logits<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        self.letters.logits(tape, self.norm.forward(tape, x))
    }

    /// Letters `[N, T]` become logits `[N, T, V]`.
    ///
    /// # Panics
    /// If there are more than its context has, or of another alphabet.
    pub fn forward<'t>(&self, tape: &'t Tape, letters: &Tokens) -> Var<'t> {
        let heads = Heads::new(self.sizes.heads).causal();
        let step = |x, block: &Block| block.forward(tape, x, heads);
        let x = self.blocks.iter().fold(self.placed(tape, letters, 0), step);
        self.logits(tape, x)
    }
    // ANCHOR_END: gpt

    /// The mean cross-entropy, in nats, of the letters that follow.
    pub fn loss<'t>(&self, tape: &'t Tape, letters: &Tokens, following: &Labels) -> Var<'t> {
        self.read(tape, letters).softmax_cross_entropy(following)
    }

    /// The same with this share dropped, on a tape for training: of what goes into the first block, and of what each adds.
    pub fn dropout(mut self, share: f32) -> Self {
        self.dropout = share;
        self.blocks
            .iter_mut()
            .for_each(|block| block.dropout = share);
        self
    }

    /// How large it is.
    pub fn sizes(&self) -> &Sizes {
        &self.sizes
    }
}

/// What reads letters, and says which one comes next.
pub trait Reads {
    /// Letters `[N, T]` become logits `[N·T, V]` of the letter after each.
    fn read<'t>(&self, tape: &'t Tape, letters: &Tokens) -> Var<'t>;
}

impl Reads for Gpt {
    fn read<'t>(&self, tape: &'t Tape, letters: &Tokens) -> Var<'t> {
        let logits = self.forward(tape, letters);
        logits.reshape([letters.len(), self.sizes.letters])
    }
}
