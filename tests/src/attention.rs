//! Self-attention with four heads, as lab-sized transformers have it: a row of `speed`.

use nabla::{Init, Linear, Module, Rng, Tape, Tensor, Var};

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

    /// The mean square of what it makes of x `[N, T, D]`, with the causal mask `[T, T]`.
    pub fn loss<'t>(&self, tape: &'t Tape, x: &Tensor, mask: &Tensor) -> Var<'t> {
        let &[n, t, d] = x.dims() else {
            panic!("sequences are [N, T, D]")
        };
        let (x, mask) = (tape.constant(x.clone()), tape.constant(mask.clone()));
        let heads = |layer: &Linear| {
            let all = layer.forward(tape, x).reshape([n, t, HEADS, d / HEADS]);
            all.swap_axes(1, 2)
        };
        let [q, k, v] = [&self.query, &self.key, &self.value].map(heads);
        let scores = q.matmul_t(k) * ((d / HEADS) as f32).powf(-0.5);
        let seen = scores.softmax_masked(mask).matmul(v).swap_axes(1, 2);
        let y = self.output.forward(tape, seen.reshape([n, t, d]));
        y.square().mean()
    }
}
