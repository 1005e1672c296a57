//! Multi-head self-attention (Vaswani et al., 2017), written with the operations of this crate, and how long it
//! takes, forward and back.
//!
//! `cargo run --release -p nabla --example attention`

use nabla::{Init, Linear, Module, Tape, Tensor, Var};
use std::time::Instant;

struct Attention {
    query: Linear,
    key: Linear,
    value: Linear,
    output: Linear,
    heads: usize,
}
nabla::parts!(Attention {
    query,
    key,
    value,
    output
});

impl Attention {
    fn new(width: usize, heads: usize) -> Self {
        let mut rng = nabla::rng(1);
        let mut linear = || Linear::new(width, width, Init::Xavier, &mut rng);
        Attention {
            query: linear(),
            key: linear(),
            value: linear(),
            output: linear(),
            heads,
        }
    }

    /// `[N, T, D]` → `[N, T, D]`: each place asks all places that the mask lets it see.
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>, mask: Var<'t>) -> Var<'t> {
        let &[n, t, d] = x.shape().dims() else {
            panic!("a batch of sequences is [N, T, D]")
        };
        let width = d / self.heads;
        let heads = |layer: &Linear| {
            let all = layer.forward(tape, x).reshape([n, t, self.heads, width]);
            all.swap_axes(1, 2) // [N, heads, T, width]
        };
        let [q, k, v] = [&self.query, &self.key, &self.value].map(heads);
        let scores = (q * (width as f32).powf(-0.5)).matmul_t(k); // [N, heads, T, T]
        let seen = scores.softmax_masked(mask).matmul(v).swap_axes(1, 2);
        self.output.forward(tape, seen.reshape([n, t, d]))
    }
}

fn main() {
    let attention = Attention::new(64, 4);
    let [n, t, d] = [32, 64, 64];
    let numbers = (0..n * t * d).map(|i| (i as f32 * 0.7).sin()).collect();
    let x = Tensor::from_vec(numbers, [n, t, d]);

    // Nothing that comes after a place changes what it says.
    let said = |x: &Tensor| {
        let tape = Tape::new();
        let mask = tape.constant(Tensor::causal_mask(t));
        attention
            .forward(&tape, tape.constant(x.clone()), mask)
            .value()
    };
    let mut later = x.clone();
    later.data_mut()[40 * d..].fill(9.0);
    assert_eq!(said(&x).data()[..40 * d], said(&later).data()[..40 * d]);
    assert_ne!(said(&x).at(&[0, 40, 0]), said(&later).at(&[0, 40, 0]));

    let threads = std::env::args().nth(1).and_then(|count| count.parse().ok());
    nabla::set_threads(threads.unwrap_or(2));
    let mask = Tensor::causal_mask(t);
    for round in 1..=5 {
        const STEPS: u32 = 100;
        let start = Instant::now();
        for _ in 0..STEPS {
            let tape = Tape::new();
            let (x, mask) = (tape.variable(x.clone()), tape.constant(mask.clone()));
            let y = attention.forward(&tape, x, mask);
            y.square().mean().backward();
        }
        let time = start.elapsed() / STEPS;
        println!("round {round}: {time:.2?} forward and back");
    }
}
