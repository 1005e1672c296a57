//! A network that reads digits, to judge pictures that a network drew. It is no person: it may be sure of what nobody
//! could read. But it is the same judge for all.

use nabla::{Activation, Device, Init, Linear, Module, Sequential, Tape, Tensor};
use trainer::{Examples, Recipe, Rule, Training};

/// What the reader says about a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// The most probable digit.
    pub digit: usize,
    /// Its probability.
    pub sure: f32,
}

/// A dense network with one hidden layer that learned to read these digits, `[N, pixels]`.
pub fn reader(digits: &Examples, epochs: usize, seed: u64) -> Sequential {
    let rng = &mut nabla::rng(seed);
    let relu = Activation::Relu;
    let (count, pixels) = digits.images.shape().as_rows();
    let network = Sequential::new()
        .push(Linear::new(pixels, 64, Init::He, rng).activation(relu))
        .push(Linear::new(64, digits.labels.classes(), Init::Xavier, rng));
    let recipe = Recipe::new(Rule::adam(2e-3).cosine(), 64, epochs).seed(seed);
    let mut training = Training::new(network, &recipe, count, &Device::Cpu);
    for _ in 0..epochs {
        training.classify(digits, |_| {});
    }
    training.model
}

/// What it says about each picture.
pub fn read(reader: &Sequential, pictures: &Tensor) -> Vec<Verdict> {
    let tape = Tape::new();
    let x = tape.constant(pictures.clone());
    let p = reader.forward(&tape, x).softmax().value();
    let surest = |row: &[f32]| {
        let best = (0..row.len()).max_by(|&a, &b| row[a].total_cmp(&row[b]));
        let digit = best.expect("there is at least one class");
        let sure = row[digit];
        Verdict { digit, sure }
    };
    p.data().chunks_exact(p.dims()[1]).map(surest).collect()
}

/// The fraction of pictures of which it is at least 80 % sure.
pub fn clear(verdicts: &[Verdict]) -> f64 {
    let sure = verdicts.iter().filter(|v| v.sure >= 0.8).count();
    sure as f64 / verdicts.len().max(1) as f64
}
