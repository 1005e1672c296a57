//! Parameters: what has them, who holds them, what an optimiser remembers of them, and their gradients.

mod descriptions;
mod gradients;
mod groups;
mod held;
mod memory;
mod on_a_tape;
mod parts;
mod rows_of_layers;
mod small_numbers;

use nabla::gradcheck::sample;
use nabla::optim::*;
use nabla::rnn::Lstm;
use nabla::{
    Activate, Activation, BatchNorm, Conv2d, ConvTranspose2d, Dropout, Embedding, Flatten,
    GroupNorm, Init, LayerNorm, Linear, Module, Param, Parameters, Row, Sequential, Shape, Tape,
    Tensor, Tokens, Upsample2d, Var, Window, names, parameters, trainable_parameters,
};

fn linear(inputs: usize, outputs: usize, seed: u64) -> Linear {
    Linear::new(inputs, outputs, Init::Xavier, &mut nabla::rng(seed))
}

/// All numbers, as bits.
fn bits(model: &dyn Parameters) -> Vec<u32> {
    let mut bits = Vec::new();
    model.visit(&mut |param| bits.extend(param.value().data().iter().map(|x| x.to_bits())));
    bits
}
