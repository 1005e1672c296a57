//! A small GPT, in the sizes that nanoGPT gives for a processor: a row of `speed`.

use nabla::{Embedding, Heads, Init, Labels, LayerNorm, Linear, Module, Rng, Tape, Tokens, Var};

/// Texts a batch, letters a text, letters there are.
pub const SIZES: [usize; 3] = [12, 64, 65];

const WIDTH: usize = 128;
const HEADS: usize = 4;
const BLOCKS: usize = 4;

/// Looks at what came before, then thinks about it; each time beside what goes past unchanged.
struct Block {
    norm: LayerNorm,
    look: Linear,
    seen: Linear,
    norm2: LayerNorm,
    up: Linear,
    down: Linear,
}
nabla::parts!(Block {
    norm,
    look,
    seen,
    norm2,
    up,
    down
});

impl Block {
    fn new(rng: &mut Rng) -> Self {
        let mut linear = |i, o| Linear::new(i, o, Init::Normal(0.02), rng).without_bias();
        let norm = || LayerNorm::new(WIDTH).without_bias();
        Block {
            norm: norm(),
            look: linear(WIDTH, 3 * WIDTH),
            seen: linear(WIDTH, WIDTH),
            norm2: norm(),
            up: linear(WIDTH, 4 * WIDTH),
            down: linear(4 * WIDTH, WIDTH),
        }
    }

    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let asked = self.look.forward(tape, self.norm.forward(tape, x));
        let seen = asked.self_attention(Heads::new(HEADS).causal());
        let x = x + self.seen.forward(tape, seen);
        let wide = self.up.forward(tape, self.norm2.forward(tape, x)).gelu();
        x + self.down.forward(tape, wide)
    }
}

/// Which letter comes next; the first layer's table is the last layer's, too.
pub struct Gpt {
    letters: Embedding,
    places: Embedding,
    blocks: Vec<Block>,
    norm: LayerNorm,
}
nabla::parts!(Gpt {
    letters,
    places,
    blocks,
    norm
});

impl Gpt {
    pub fn new(rng: &mut Rng) -> Self {
        let [_, steps, letters] = SIZES;
        let mut table = |rows| Embedding::new(rows, WIDTH, Init::Normal(0.02), rng);
        Gpt {
            letters: table(letters),
            places: table(steps),
            blocks: (0..BLOCKS).map(|_| Block::new(rng)).collect(),
            norm: LayerNorm::new(WIDTH).without_bias(),
        }
    }

    /// The cross-entropy of the letters that follow these, `[N, T]` and one after another.
    pub fn loss<'t>(&self, tape: &'t Tape, letters: &Tokens, following: &Labels) -> Var<'t> {
        let x = self.letters.forward(tape, letters) + tape.param(&self.places.table);
        let step = |x, block: &Block| block.forward(tape, x);
        let x = self.norm.forward(tape, self.blocks.iter().fold(x, step));
        let [batch, steps, kinds] = SIZES;
        let logits = self.letters.logits(tape, x);
        logits
            .reshape([batch * steps, kinds])
            .softmax_cross_entropy(following)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_the_parameters_of_the_original() {
        let gpt = Gpt::new(&mut nabla::rng(1));
        assert_eq!(nabla::trainable_parameters(&gpt), 804_096);
    }
}
