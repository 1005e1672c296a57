//! Training without labels: the picture is its own answer.

use crate::autoencoder::Autoencoder;
use crate::noise::Noise;
use nabla::{Device, Module, Parameters, Tape, Tensor, Var};
use trainer::{Recipe, Rule, Training};

/// What the network is asked for, when noise is put on the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The picture without the noise.
    Clean,
    /// What it was shown, noise and all: a mistake, to look at.
    Shown,
}

/// What the network is shown, what it is asked for, and what its code costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Objective {
    /// What spoils the pictures that the network is shown, drawn anew each time.
    pub noise: Option<Noise>,
    /// What it is asked for then.
    pub target: Target,
    /// The penalty on a picture's code: this times the sum of its absolute values.
    pub sparsity: f32,
    /// After each step, bring every row of the decoder's weights to length 1.
    pub unit_rows: bool,
}

impl Objective {
    /// The picture that it is shown, and a code without a penalty.
    pub const PLAIN: Objective = Objective {
        noise: None,
        target: Target::Clean,
        sparsity: 0.0,
        unit_rows: false,
    };
}

/// Batches of 50, and Adam with a rate of 0.002 that falls along half a cosine.
pub const fn recipe(epochs: usize, seed: u64) -> Recipe {
    Recipe::new(Rule::adam(0.002).cosine(), 50, epochs).seed(seed)
}

// ANCHOR: unit_rows
/// Brings every row of a model's weight matrices to length 1.
pub fn to_unit_rows(model: &mut dyn Parameters) {
    model.visit_mut(&mut |param| {
        if param.name() == "weight" {
            let columns = param.value().shape().last();
            for row in param.value_mut().data_mut().chunks_exact_mut(columns) {
                let length = row.iter().map(|x| x * x).sum::<f32>().sqrt();
                row.iter_mut().for_each(|x| *x /= length.max(1e-12));
            }
        }
    });
}
// ANCHOR_END: unit_rows

// ANCHOR: loss
/// The network sees `shown`, and is asked for `wanted`: the same picture, or the same without noise.
pub fn loss<'t>(
    model: &Autoencoder,
    tape: &'t Tape,
    (shown, wanted): (Tensor, Tensor),
    sparsity: f32,
) -> Var<'t> {
    let code = model.encoder.forward(tape, tape.constant(shown));
    let error = model.decoder.forward(tape, code).mse(&wanted);
    match sparsity > 0.0 {
        true => error + code.abs().sum() * (sparsity / wanted.dims()[0] as f32),
        false => error,
    }
}
// ANCHOR_END: loss

/// Shows every picture of `[N, D]` once; `after` gets the loss of each step. Returns their mean. Each epoch draws its noise
/// from a sequence of its own: with noise a training can be interrupted between two epochs, without it anywhere.
pub fn epoch(
    training: &mut Training<Autoencoder>,
    pictures: &Tensor,
    objective: &Objective,
    mut after: impl FnMut(f32),
) -> f32 {
    let device = training.device.clone();
    // Its own sequence each epoch.
    let seed = training.recipe().seed;
    let mut draws = nabla::rng(seed ^ (0x6e6f_6973 + training.epochs_done() as u64));
    let mean = training.epoch(
        |places, _| {
            let clean = pictures.gather_rows(places);
            let shown = match objective.noise {
                Some(noise) => noise.on(&clean, &mut draws),
                None => clean.clone(),
            };
            let wanted = match objective.target {
                Target::Clean => clean,
                Target::Shown => shown.clone(),
            };
            (shown.to(&device), wanted.to(&device))
        },
        |model, tape, pair| loss(model, tape, pair, objective.sparsity),
        |model, loss| {
            if objective.unit_rows {
                to_unit_rows(&mut model.decoder);
            }
            after(loss);
        },
    );
    looked_at(&training.model, pictures);
    mean
}

/// For TensorBoard: ten pictures, and below them what comes out.
fn looked_at(model: &Autoencoder, pictures: &Tensor) {
    let (count, pixels) = pictures.shape().as_rows();
    if trainer::is_watched() && pixels == 28 * 28 {
        let shown = pictures.rows(0..count.min(10));
        let both = [shown.data(), model.reconstruct(&shown).data()].concat();
        let both = Tensor::from_vec(both, [2 * count.min(10), pixels]);
        trainer::pictures("pictures, and what comes out", &both, [28, 28], 10);
    }
}

/// Trains to the end of its recipe on the processor; `after` gets the loss of each step.
pub fn train(
    model: Autoencoder,
    pictures: &Tensor,
    recipe: &Recipe,
    objective: &Objective,
    mut after: impl FnMut(f32),
) -> Autoencoder {
    let mut training = Training::new(model, recipe, pictures.dims()[0], &Device::Cpu);
    for _ in 0..recipe.epochs {
        epoch(&mut training, pictures, objective, &mut after);
    }
    training.model
}
