//! The small GPT of lab 13 in burn 0.22.1, to be put beside `burn.rs`, whose step fits it with another loss.

use burn::grad_clipping::GradientClippingConfig;
use burn::module::{Module, Param};
use burn::nn::{Embedding, EmbeddingConfig, Gelu, LayerNorm, LayerNormConfig, Linear, LinearConfig};
use burn::optim::AdamWConfig;
use burn::tensor::{Bool, Device, Int, Tensor, activation};

// ANCHOR: block
#[derive(Module, Debug)]
struct Block {
    norm: LayerNorm,
    look: Linear,
    seen: Linear,
    norm2: LayerNorm,
    up: Linear,
    down: Linear,
    gelu: Gelu,
    heads: usize,
}

impl Block {
    fn new(width: usize, heads: usize, device: &Device) -> Self {
        let linear = |i, o| LinearConfig::new(i, o).with_bias(false).init(device);
        let norm = || LayerNormConfig::new(width).with_bias(false).init(device);
        Block {
            norm: norm(),
            look: linear(width, 3 * width),
            seen: linear(width, width),
            norm2: norm(),
            up: linear(width, 4 * width),
            down: linear(4 * width, width),
            gelu: Gelu::new(),
            heads,
        }
    }

    /// `x` is `[N, T, C]`.
    fn forward(&self, x: Tensor<3>) -> Tensor<3> {
        let [n, t, c] = x.dims();
        let size = c / self.heads;
        let asked = self.look.forward(self.norm.forward(x.clone()));
        let part = |i: usize| {
            let part = asked.clone().narrow(2, i * c, c);
            part.reshape([n, t, self.heads, size]).swap_dims(1, 2) // [N, heads, T, C/heads]
        };
        let scores = part(0).matmul(part(1).transpose()) / (size as f32).sqrt();
        let ahead = Tensor::<2, Bool>::tril_mask([t, t], 0, &x.device()); // true where nobody may look
        let ahead = ahead.reshape([1, 1, t, t]).expand([n, self.heads, t, t]);
        let weights = activation::softmax(scores.mask_fill(ahead, f32::NEG_INFINITY), 3);
        let y = weights.matmul(part(2)).swap_dims(1, 2).reshape([n, t, c]);
        let x = x + self.seen.forward(y);
        let wide = self.gelu.forward(self.up.forward(self.norm2.forward(x.clone())));
        x + self.down.forward(wide)
    }
}
// ANCHOR_END: block

// ANCHOR: gpt
#[derive(Module, Debug)]
struct Gpt {
    letters: Embedding,
    places: Embedding,
    blocks: Vec<Block>,
    norm: LayerNorm,
}

impl Gpt {
    fn new(vocabulary: usize, context: usize, device: &Device) -> Self {
        Gpt {
            letters: EmbeddingConfig::new(vocabulary, 128).init(device),
            places: EmbeddingConfig::new(context, 128).init(device),
            blocks: (0..4).map(|_| Block::new(128, 4, device)).collect(),
            norm: LayerNormConfig::new(128).with_bias(false).init(device),
        }
    }

    /// `[N, T]` to logits `[N, T, V]`.
    fn forward(&self, tokens: Tensor<2, Int>) -> Tensor<3> {
        let t = tokens.dims()[1];
        let places = Tensor::<1, Int>::arange(0..t as i64, &tokens.device()).unsqueeze::<2>();
        let mut x = self.letters.forward(tokens) + self.places.forward(places);
        for block in &self.blocks {
            x = block.forward(x);
        }
        let table: &Param<Tensor<2>> = &self.letters.weight; // tied: the same table, turned round
        self.norm.forward(x).matmul(table.val().transpose().unsqueeze::<3>())
    }
}
// ANCHOR_END: gpt

// ANCHOR: optimiser
/// Its weight decay is for all parameters: burn has no groups.
fn optimizer() -> AdamWConfig {
    AdamWConfig::new()
        .with_weight_decay(0.1)
        .with_beta_2(0.99)
        .with_grad_clipping(Some(GradientClippingConfig::Norm(1.0)))
}
// ANCHOR_END: optimiser
