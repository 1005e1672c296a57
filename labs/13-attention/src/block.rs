//! The block of a transformer: tokens look at each other, then each thinks for itself.

use nabla::{Heads, Init, LayerNorm, Linear, Module, Rng, Tape, Var};

/// Whether each part of a block gets what is normalised, or gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Norm {
    /// x + part(norm(x)): the sum that goes past all blocks is never touched (GPT-2 and later).
    Before,
    /// norm(x + part(x)): as in the first transformer.
    After,
}

// ANCHOR: block
/// One block. Shapes: a token is C numbers, and stays C numbers.
pub struct Block {
    /// Of what goes into the attention.
    pub norm: LayerNorm,
    /// Queries, keys and values, side by side: C numbers in, 3C out.
    pub look: Linear,
    /// From what the heads saw, C to C.
    pub seen: Linear,
    /// Of what goes into the two dense layers.
    pub norm2: LayerNorm,
    /// C to 4C, then GELU.
    pub up: Linear,
    /// 4C to C.
    pub down: Linear,
    /// Where the norms stand.
    pub order: Norm,
    /// The share that is dropped of what each part adds, on a tape for training.
    pub dropout: f32,
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
    /// Fresh weights, drawn as GPT-2's: deviation 0.02, and no biases (nanoGPT leaves them out).
    pub fn new(width: usize, rng: &mut Rng) -> Self {
        Block::drawn(width, 0.02, rng)
    }

    /// The same with another deviation: 0.02 suits 768 numbers a token, and few numbers want more.
    pub fn drawn(width: usize, deviation: f32, rng: &mut Rng) -> Self {
        let mut linear = |i, o| Linear::new(i, o, Init::Normal(deviation), rng).without_bias();
        let norm = || LayerNorm::new(width).without_bias();
        Block {
            norm: norm(),
            look: linear(width, 3 * width),
            seen: linear(width, width),
            norm2: norm(),
            up: linear(width, 4 * width),
            down: linear(4 * width, width),
            order: Norm::Before,
            dropout: 0.0,
        }
    }

    /// `[N, T, C]` becomes `[N, T, C]`: the tokens look at each other in these heads.
    pub fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>, heads: Heads<'_>) -> Var<'t> {
        let look = |x: Var<'t>| {
            let asked = self.look.forward(tape, x);
            let seen = self.seen.forward(tape, asked.self_attention(heads));
            seen.dropout(self.dropout)
        };
        let think = |x: Var<'t>| self.think(tape, x).dropout(self.dropout);
        match self.order {
            Norm::Before => {
                let x = x + look(self.norm.forward(tape, x));
                x + think(self.norm2.forward(tape, x))
            }
            Norm::After => {
                let x = self.norm.forward(tape, x + look(x));
                self.norm2.forward(tape, x + think(x))
            }
        }
    }

    /// The two dense layers: each token by itself.
    pub fn think<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let wide = self.up.forward(tape, x).gelu();
        self.down.forward(tape, wide)
    }
}
// ANCHOR_END: block

// ANCHOR: scores
impl Block {
    /// Queries, keys and values of tokens that are normalised before: `[N, T, C]` each.
    pub fn asked<'t>(&self, tape: &'t Tape, x: Var<'t>) -> [Var<'t>; 3] {
        let (width, x) = (x.shape().last(), self.norm.forward(tape, x));
        let asked = self.look.forward(tape, x);
        [0, 1, 2].map(|i| asked.slice(2, i * width..(i + 1) * width))
    }
}

/// How well queries `[N, T, C]` fit keys `[N, S, C]`, `[N, heads, T, S]`: what the operation keeps to itself. The weights are
/// its softmax.
pub fn scores<'t>(queries: Var<'t>, keys: Var<'t>, heads: usize) -> Var<'t> {
    let size = keys.shape().last() / heads;
    let apart = |x: Var<'t>| {
        let [n, tokens] = [0, 1].map(|axis| x.shape().dims()[axis]);
        x.reshape([n, tokens, heads, size]).swap_axes(1, 2)
    };
    apart(queries).matmul_t(apart(keys)) / (size as f32).sqrt()
}
// ANCHOR_END: scores
