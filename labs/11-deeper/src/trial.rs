//! One network, shallow and deep, with a cure and without: built, measured and trained for a little.

use crate::blocks::{Around, Residual};
use datasets::Images;
use nabla::{Device, Module, Parameters, Sequential, Tape};
use trainer::{Examples, Recipe, Rule, Training};

/// The pictures of these networks: digits as they were scanned.
pub const SMALL: [usize; 3] = [8, 8, 1];

/// How the weights of the convolutions start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// With variance 1/inputs, as fits a layer without ReLU (Glorot and Bengio, 2010).
    Xavier,
    /// With variance 2/inputs, as fits a ReLU (He and others, 2015).
    He,
    /// He's, but zeros in the last convolution of each block, which then begins as nothing but its shortcut (as in Fixup; Zhang and
    /// others, 2019).
    ZeroLast,
}

/// A network for digits of 8 × 8.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// What it consists of.
    pub network: Residual,
    /// How its weights start.
    pub start: Start,
}

impl Trial {
    /// Without any cure; so many blocks of two convolutions in each of the three stages.
    pub const fn plain(blocks: usize) -> Self {
        Trial {
            network: Residual {
                blocks,
                widths: [4, 8, 16],
                around: Around::Nothing,
                is_normalised: false,
                ..Residual::RESNET_20
            },
            start: Start::Xavier,
        }
    }

    /// The same with this way around.
    pub const fn around(mut self, around: Around) -> Self {
        self.network.around = around;
        self
    }

    /// The same with weights that start so.
    pub const fn start(self, start: Start) -> Self {
        Trial { start, ..self }
    }

    /// The same with batch norm.
    pub const fn norm(mut self) -> Self {
        self.network.is_normalised = true;
        self
    }

    /// With fresh weights.
    pub fn build(&self, seed: u64) -> Sequential {
        let network = self.network.architecture();
        let built = network.build(SMALL, &mut nabla::rng(seed));
        let mut model = built.expect("8 pixels can be halved twice");
        let mut convolution = 0;
        model.visit_mut(&mut |param| {
            if param.value().shape().rank() != 4 {
                return;
            }
            // The first stands alone, then two a block.
            let is_last = convolution > 0 && convolution % 2 == 0;
            let factor = match self.start {
                Start::Xavier => 0.5_f32.sqrt(),
                Start::ZeroLast if is_last => 0.0,
                Start::He | Start::ZeroLast => 1.0,
            };
            let weights = param.value_mut().data_mut().iter_mut();
            weights.for_each(|w| *w *= factor);
            convolution += 1;
        });
        model
    }
}

// ANCHOR: gradient_lengths
/// How long the gradient of the loss with respect to the weights of each layer is, from the first to the last.
pub fn gradient_lengths(model: &Sequential, examples: &Examples) -> Vec<f64> {
    let mut rng = nabla::rng(1);
    let tape = Tape::training(&mut rng);
    let logits = model.forward(&tape, tape.constant(examples.images.clone()));
    let grads = logits.softmax_cross_entropy(&examples.labels).backward();
    let mut lengths = Vec::new();
    grads.for_each(model, |param, grad| {
        if param.name() == "weight" && param.value().shape().rank() > 1 {
            let squares = grad.data().iter().map(|&g| f64::from(g).powi(2));
            lengths.push(squares.sum::<f64>().sqrt());
        }
    });
    lengths
}
// ANCHOR_END: gradient_lengths

/// The learning rates that each network is tried with. One rate for all would not be fair: what suits 8 layers tears 56 apart.
pub const RATES: [f32; 2] = [0.05, 0.01];

/// Grey pictures in rows and columns, `[N, H, W, 1]`.
pub fn pictures(images: Images) -> Examples {
    let shape = [images.len(), images.height, images.width, 1];
    let mut examples = Examples::from(images);
    examples.images = examples.images.reshape(shape);
    examples
}

// ANCHOR: best_loss
/// The mean training loss of the last epoch, with the rate that serves the network best; infinite, if it falls apart with all
/// of them. `after` is called after each epoch.
pub fn best_loss(
    trial: &Trial,
    examples: &Examples,
    epochs: usize,
    seed: u64,
    mut after: impl FnMut(),
) -> f64 {
    let mut best = f64::INFINITY;
    for rate in RATES {
        let rule = Rule::momentum(rate, 0.9).cosine();
        let recipe = Recipe::new(rule, 32, epochs).seed(seed);
        let mut training = Training::new(trial.build(seed), &recipe, examples.len(), &Device::Cpu);
        let mut loss = f32::NAN;
        for _ in 0..epochs {
            if training.epochs_done() == 0 || loss.is_finite() {
                loss = training.classify(examples, |_| {});
            }
            after();
        }
        // `min` passes over NaN.
        best = best.min(f64::from(loss));
    }
    best
}
// ANCHOR_END: best_loss
