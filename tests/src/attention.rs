//! Self-attention with four heads, as lab-sized transformers have it: a row of `speed`.

use nabla::{Heads, Init, Linear, Module, Rng, Tape, Tensor, Var};

/// Letters a sequence, numbers a letter.
pub const SIZES: [usize; 2] = [64, 64];

const HEADS: usize = 4;

/// Nobody looks ahead.
pub struct Attention {
    query: Linear,
    key: Linear,
    value: Linear,
    output: Linear,
}
nabla::parts!(Attention {
    query,
    key,
    value,
    output
});

impl Attention {
    pub fn new(rng: &mut Rng) -> Self {
        let [_, width] = SIZES;
        let mut linear = || Linear::new(width, width, Init::Xavier, rng);
        Attention {
            query: linear(),
            key: linear(),
            value: linear(),
            output: linear(),
        }
    }

    /// The mean square of what it makes of x `[N, T, D]`.
    pub fn loss<'t>(&self, tape: &'t Tape, x: &Tensor) -> Var<'t> {
        let x = tape.constant(x.clone());
        let [q, k, v] = [&self.query, &self.key, &self.value].map(|layer| layer.forward(tape, x));
        let seen = q.attention(k, v, Heads::new(HEADS).causal());
        self.output.forward(tape, seen).square().mean()
    }
}
