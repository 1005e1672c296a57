//! How large numbers are on their way through a stack of fresh layers, and gradients on their way back.

use crate::architecture::Architecture;
use nabla::{Module, Parameters, Sequential, Tape, Tensor};

/// Units of each layer, and examples.
const WIDTH: usize = 24;
const EXAMPLES: usize = 24;

/// Root mean squares, from what goes in to what comes out: one more than there are blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Sizes {
    /// Of the numbers; 1 goes in.
    pub numbers: Vec<f64>,
    /// Of the gradients; 1 comes from behind.
    pub gradients: Vec<f64>,
}

/// Of so many blocks of two dense layers with ReLU, whose weights are `scale` times those of He, with a way around each or without.
pub fn sizes(blocks: usize, scale: f64, around: bool, seed: u64) -> Sizes {
    let rng = &mut nabla::rng(seed);
    let two = Architecture::new().linear(WIDTH).relu().linear(WIDTH);
    let block = match around {
        true => Architecture::new().sum([two, Architecture::new()]).relu(),
        false => two.relu(),
    };
    let mut fresh = || -> Sequential {
        let built = block.build([WIDTH], rng);
        let mut model = built.expect("a row of numbers comes in");
        // A dense layer right before the sum is Xavier's, 1/√2 of He's; near enough, and `scale` moves both.
        model.visit_mut(&mut |param| {
            let numbers = param.value_mut().data_mut().iter_mut();
            numbers.for_each(|w| *w *= scale as f32);
        });
        model
    };
    let stack: Vec<Sequential> = (0..blocks).map(|_| fresh()).collect();
    let tape = Tape::new();
    let mut all = vec![tape.variable(unit(&mut nabla::rng(seed + 1)))];
    for block in &stack {
        all.push(block.forward(&tape, all[all.len() - 1]));
    }
    let behind = tape.constant(unit(&mut nabla::rng(seed + 2)));
    let grads = (all[blocks] * behind).sum().backward_keeping_all();
    Sizes {
        numbers: all.iter().map(|var| size(&var.value())).collect(),
        gradients: all.iter().map(|var| size(grads.of(*var))).collect(),
    }
}

/// Random numbers of size 1.
fn unit(rng: &mut nabla::Rng) -> Tensor {
    nabla::Init::Normal(1.0).tensor([EXAMPLES, WIDTH], WIDTH, WIDTH, rng)
}

fn size(tensor: &Tensor) -> f64 {
    let squares = tensor.data().iter().map(|&x| f64::from(x).powi(2));
    (squares.sum::<f64>() / tensor.len() as f64).sqrt()
}
