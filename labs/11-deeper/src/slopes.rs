//! The slope of a deep function of one number, along a line of inputs: does a neighbour tell anything about it? After Balduzzi and
//! others, *The Shattered Gradients Problem* (2017).

use crate::architecture::Architecture;
use nabla::{Init, Module, Parameters, Tape, Tensor};

/// Units of each layer.
const WIDTH: usize = 128;
/// Inputs from −2 to 2.
pub const INPUTS: usize = 256;

/// The inputs.
pub fn inputs() -> Vec<f32> {
    let step = 4.0 / (INPUTS - 1) as f32;
    (0..INPUTS).map(|i| i as f32 * step - 2.0).collect()
}

/// The slopes at [`inputs`] of a fresh network with so many dense layers after the first, with a way around every two of them or
/// without.
pub fn slopes(layers: usize, around: bool, seed: u64) -> Vec<f64> {
    let mut net = Architecture::new().linear(WIDTH).relu();
    for _ in 0..layers / 2 {
        let two = Architecture::new().linear(WIDTH).relu().linear(WIDTH);
        net = match around {
            true => net.sum([two, Architecture::new()]).relu(),
            false => net.then(two).relu(),
        };
    }
    let rng = &mut nabla::rng(seed);
    let built = net.linear(1).build([1], rng);
    let mut model = built.expect("dense layers take a number");
    // The first layer bends somewhere along the line, not at 0 alone.
    let mut number = 0;
    model.visit_mut(&mut |param| {
        if number == 1 {
            *param.value_mut() = Init::Uniform(2.0).tensor([WIDTH], 1, WIDTH, rng);
        }
        // What is added begins small (Fixup's scale), or fifty sums would drown the first.
        let is_second = number > 2 && number % 4 == 0 && param.name() == "weight";
        if around && is_second {
            let share = (2.0 / layers as f32).sqrt();
            param
                .value_mut()
                .data_mut()
                .iter_mut()
                .for_each(|w| *w *= share);
        }
        number += 1;
    });
    let tape = Tape::new();
    let x = tape.variable(Tensor::from_vec(inputs(), [INPUTS, 1]));
    // Each output depends on its own input alone: the gradient of their sum has all slopes.
    let grads = model.forward(&tape, x).sum().backward();
    grads
        .of(x)
        .data()
        .iter()
        .map(|&slope| f64::from(slope))
        .collect()
}

// ANCHOR: correlation
/// How much a slope tells about the one `lag` places further: 1 all, 0 nothing.
pub fn correlation(slopes: &[f64], lag: usize) -> f64 {
    let mean = slopes.iter().sum::<f64>() / slopes.len() as f64;
    let away: Vec<f64> = slopes.iter().map(|slope| slope - mean).collect();
    let together: f64 = away.iter().zip(&away[lag..]).map(|(a, b)| a * b).sum();
    together / away.iter().map(|a| a * a).sum::<f64>()
}
// ANCHOR_END: correlation
