//! The slope of a deep function of one number, along a line of inputs: does a neighbour tell anything about it? After Balduzzi and
//! others, *The Shattered Gradients Problem* (2017).

use crate::architecture::Architecture;
use nabla::{Init, Module, Parameters, Sequential, Tape, Tensor};

/// Units of each layer.
const WIDTH: usize = 128;
/// Inputs from −2 to 2.
pub const INPUTS: usize = 256;

/// The inputs.
pub fn inputs() -> Vec<f32> {
    let step = 4.0 / (INPUTS - 1) as f32;
    (0..INPUTS).map(|i| i as f32 * step - 2.0).collect()
}

/// The slopes at [`inputs`] of a fresh network with so many dense layers after the first, each with batch norm, and with a way around
/// every two of them or without. What goes around is added to a tenth of what they compute.
pub fn slopes(layers: usize, around: bool, seed: u64) -> Vec<f64> {
    let dense = |net: Architecture| net.linear(WIDTH).norm();
    let mut net = dense(Architecture::new());
    for _ in 0..layers / 2 {
        // Bent before each layer, so that nothing bends the path itself (He and others, 2016).
        let two = dense(dense(Architecture::new().relu()).relu());
        net = match around {
            true => net.sum([two, Architecture::new()]),
            false => net.then(two),
        };
    }
    let rng = &mut nabla::rng(seed);
    let built = net.linear(1).build([1], rng);
    let mut model = built.expect("dense layers take a number");
    // The first layer bends somewhere along the line, not in the middle alone.
    let mut number = 0;
    model.visit_mut(&mut |param| {
        if number == 3 {
            *param.value_mut() = Init::Uniform(1.7).tensor([WIDTH], 1, WIDTH, rng);
        }
        // A layer has six lists of numbers, the third is γ: a block adds a tenth of what it computes (β = 0.1 in the paper).
        if around && number > 2 && number % 12 == 2 {
            *param.value_mut() = Tensor::full([WIDTH], 0.1);
        }
        number += 1;
    });
    keep_statistics(&mut model);
    let tape = Tape::new();
    let x = tape.variable(Tensor::from_vec(inputs(), [INPUTS, 1]));
    // Each output depends on its own input alone: the gradient of their sum has all slopes.
    let grads = model.forward(&tape, x).sum().backward();
    let slopes = grads.of(x).data().iter();
    slopes.map(|&slope| f64::from(slope)).collect()
}

/// Lets batch norm keep the means and variances of the line itself, so that from now on no input has a part in another's output. A layer
/// remembers nine tenths of what it had, which was 0 and 1, and a tenth of what it saw.
fn keep_statistics(model: &mut Sequential) {
    let rng = &mut nabla::rng(1);
    let tape = Tape::training(rng);
    let line = Tensor::from_vec(inputs(), [INPUTS, 1]);
    model.forward(&tape, tape.constant(line));
    model.visit_mut(&mut |param| {
        let before = match param.name() {
            "running_mean" => 0.0,
            "running_var" => 1.0,
            _ => return,
        };
        let kept = param.value_mut().data_mut().iter_mut();
        kept.for_each(|x| *x = 10.0 * (*x - 0.9 * before));
    });
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
