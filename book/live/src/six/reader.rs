//! Lab 6's LeNet-5 as `assets/lenet5.bin` keeps it, and how it is shown what a pen left on the paper.

use crate::strokes::{SIDE, as_mnist};
use crate::{Strokes, packed};
use lab06::network::lenet5;
use nabla::{Sequential, Tape, Tensor};

/// The paper's cells along a side: four to each pixel of the network's picture.
pub const PAPER: usize = 4 * SIDE;

/// The trained network: by `cargo run -p live --example lenet5`.
pub fn trained() -> Sequential {
    let bytes = include_bytes!("../../assets/lenet5.bin");
    packed::unpack(lenet5(&mut nabla::rng(0)), bytes).expect("the file is this network's")
}

/// The paper with these strokes, drawn with a pen so many 28ths of it wide.
pub fn painted(strokes: &Strokes, pen: f64) -> Vec<f32> {
    strokes.paint([PAPER, PAPER], pen * PAPER as f64 / SIDE as f64 / 2.0)
}

/// What the network is shown of a paper: scaled and centred as MNIST was made. Without ink a blank page.
pub fn shown(paper: &[f32]) -> Vec<f32> {
    as_mnist(paper, [PAPER, PAPER]).unwrap_or_else(|| vec![0.0; SIDE * SIDE])
}

/// What each layer makes of a picture, from the first layer's output to the logits: `[1, …]` each.
pub fn layers(network: &Sequential, picture: &[f32]) -> Vec<Tensor> {
    let tape = Tape::new();
    let x = tape.constant(Tensor::from_slice(picture, [1, SIDE, SIDE, 1]));
    let mut outputs = Vec::with_capacity(network.len());
    network.iter().fold(x, |x, layer| {
        let y = layer.forward(&tape, x);
        outputs.push(y.value().clone());
        y
    });
    outputs
}
