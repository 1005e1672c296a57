//! One training step of each network of the course, ready to be repeated: what `speed` times.

use crate::attention::{self, Attention};
use crate::rows;
use lab05::network::{CLASSES, PIXELS};
use lab08::model::CharLstm;
use lab09::vae::Vae;
use lab11::blocks::resnet20;
use lab12::scene::SIDE;
use lab12::segment::KINDS;
use lab12::unet::{UNet, WIDTH};
use lab13::gpt::{Gpt, Sizes};
use lab15::graphs::{Cure, Gcn, Graph};
use nabla::{Device, Labels, Module, Parameters, Rng, Tape, Tensor, Tokens, Var};
use rand::RngExt;
use trainer::{Learner, Network, Rule};

/// A training step on one batch that stays in memory.
pub struct Step {
    /// Examples a batch.
    pub batch: usize,
    /// Makes the step, and gives its loss, still on the device.
    pub run: Box<dyn FnMut() -> Tensor>,
}

/// The networks that are timed, in the order of the labs.
pub fn names() -> Vec<&'static str> {
    let classifiers = rows::all().into_iter();
    classifiers
        .filter(|row| usual(row.name).is_some())
        .map(|row| row.name)
        .chain([
            "char_lstm",
            "vae",
            "attention",
            "resnet20",
            "unet",
            "gpt_mini",
            "gcn",
        ])
        .collect()
}

/// The step of the network with this name.
///
/// # Panics
/// If it is none of [`names`].
pub fn step_of(name: &str, device: &Device) -> Step {
    match name {
        "char_lstm" => characters(device),
        "vae" => variational(device),
        "attention" => attending(device),
        "resnet20" => residual(device),
        "unet" => segmenting(device),
        "gpt_mini" => writing(device),
        "gcn" => citing(device),
        _ => {
            let row = rows::all().into_iter().find(|row| row.name == name);
            classifier(row.expect("a row of the scoreboard"), device)
        }
    }
}

/// Images a batch, and the optimiser: as usual for these networks, whatever the recipe. `None` for a row
/// that differs from another in its recipe alone.
fn usual(name: &str) -> Option<(usize, Rule)> {
    Some(match name {
        "softmax" => (128, Rule::sgd(0.01)),
        "mlp64" | "mlp512" | "mlp512x3" => (128, Rule::adam(0.001)),
        "cnn1" | "cnn2" | "cnn2_dropout" | "cnn_bn" => (32, Rule::momentum(0.01, 0.9)),
        "deep5x5" => (50, Rule::adam(0.001)),
        _ => return None,
    })
}

fn pixels(count: usize, rng: &mut Rng) -> Vec<f32> {
    (0..count).map(|_| rng.random_range(0.0..1.0)).collect()
}

/// The trainer's step on this loss, again and again.
fn repeated<M: Parameters + 'static>(
    batch: usize,
    mut model: M,
    rule: Rule,
    mut rng: Rng,
    device: &Device,
    loss: impl for<'t> Fn(&M, &'t Tape) -> Var<'t> + 'static,
) -> Step {
    nabla::move_to(&mut model, device);
    let mut learner = Learner::new(rule, 1);
    let run = move || learner.learn(&mut model, Tape::training(&mut rng), &loss);
    let run = Box::new(run);
    Step { batch, run }
}

/// Random images of ten classes.
fn classifier(row: Network, device: &Device) -> Step {
    let (batch, rule) = usual(row.name).expect("a row that is timed");
    let mut rng = nabla::rng(0);
    let images = pixels(batch * PIXELS, &mut rng);
    let shape: Vec<usize> = [&[batch], row.input].concat();
    let images = Tensor::from_vec(images, shape.as_slice()).to(device);
    let digits: Vec<u8> = (0..batch)
        .map(|_| rng.random_range(0..CLASSES as u8))
        .collect();
    let labels = Labels::new(&digits, CLASSES);
    let model = (row.build)(&mut rng);
    repeated(batch, model, rule, rng, device, move |model, tape| {
        let logits = model.forward(tape, tape.constant(images.clone()));
        logits.softmax_cross_entropy(&labels)
    })
}

/// Random letters `[N, T]` of so many, and as many more to guess.
fn texts([batch, steps, letters]: [usize; 3], rng: &mut Rng) -> (Tokens, Labels) {
    let mut draw = || -> Vec<u32> {
        let letter = |_| rng.random_range(0..letters as u32);
        (0..batch * steps).map(letter).collect()
    };
    let tokens = Tokens::new(&draw(), [batch, steps], letters);
    (tokens, Labels::from_ids(&draw(), letters))
}

/// Lab 8's character model: 64 random letters of 64, after each the next one.
fn characters(device: &Device) -> Step {
    const LETTERS: usize = 64;
    let batch = 32;
    let mut rng = nabla::rng(0);
    let (tokens, following) = texts([batch, 64, LETTERS], &mut rng);
    let model = CharLstm::new(LETTERS, 64, 128, &mut rng);
    let rule = Rule::adam(0.001);
    repeated(batch, model, rule, rng, device, move |model, tape| {
        model.loss(tape, &tokens, &following)
    })
}

/// Lab 9's variational autoencoder.
fn variational(device: &Device) -> Step {
    let batch = 128;
    let mut rng = nabla::rng(0);
    let images = pixels(batch * PIXELS, &mut rng);
    let images = Tensor::from_vec(images, [batch, PIXELS]).to(device);
    let model = Vae::new(PIXELS, 400, 20, &mut rng);
    let rule = Rule::adam(0.001);
    repeated(batch, model, rule, rng, device, move |model, tape| {
        model.loss(tape, tape.constant(images.clone()))
    })
}

/// Self-attention over 32 sequences.
fn attending(device: &Device) -> Step {
    let (batch, [t, d]) = (32, attention::SIZES);
    let mut rng = nabla::rng(0);
    let x = Tensor::from_vec(pixels(batch * t * d, &mut rng), [batch, t, d]).to(device);
    let model = Attention::new(&mut rng);
    let rule = Rule::adam(0.001);
    repeated(batch, model, rule, rng, device, move |model, tape| {
        model.loss(tape, &x)
    })
}

/// Pictures of CIFAR-10, [H, W, C].
const COLOUR: [usize; 3] = [32, 32, 3];

/// The residual network on 128 pictures in colour.
fn residual(device: &Device) -> Step {
    let mut rng = nabla::rng(0);
    let (images, labels) = pictures(128, COLOUR, 1, 10, &mut rng);
    let images = images.to(device);
    let model = resnet20().build(COLOUR, &mut rng);
    let model = model.expect("it is made for these pictures");
    let rule = Rule::momentum(0.01, 0.9);
    repeated(128, model, rule, rng, device, move |model, tape| {
        let logits = model.forward(tape, tape.constant(images.clone()));
        logits.softmax_cross_entropy(&labels)
    })
}

/// Lab 12's U-Net on 16 scenes, with a label for each pixel.
fn segmenting(device: &Device) -> Step {
    let mut rng = nabla::rng(0);
    let (scenes, labels) = pictures(16, [SIDE, SIDE, 1], SIDE * SIDE, KINDS, &mut rng);
    let scenes = scenes.to(device);
    let model = UNet::new(WIDTH, KINDS, &mut rng);
    repeated(
        16,
        model,
        Rule::adam(0.001),
        rng,
        device,
        move |model, tape| {
            let logits = model.forward(tape, tape.constant(scenes.clone()));
            logits.softmax_cross_entropy(&labels)
        },
    )
}

/// Lab 13's GPT in the sizes of nanoGPT's for a processor, on 12 texts.
fn writing(device: &Device) -> Step {
    let (batch, mut rng) = (12, nabla::rng(0));
    let Sizes {
        context, letters, ..
    } = Sizes::NANO;
    let (tokens, following) = texts([batch, context, letters], &mut rng);
    let model = Gpt::new(&Sizes::NANO, &mut rng);
    let rule = Rule::adamw(0.001, 0.1);
    repeated(batch, model, rule, rng, device, move |model, tape| {
        model.loss(tape, &tokens, &following)
    })
}

/// Lab 15's graph network on a graph of Cora's size: random links, 1.27 % of the words at random, and 140 labels. The words are
/// multiplied as they stand, zeros and all, for so does PyTorch's step.
fn citing(device: &Device) -> Step {
    const PAPERS: usize = 2_708;
    const LABELS: usize = 140;
    let [words, subjects] = [1_433, 7];
    let mut rng = nabla::rng(0);
    let mut paper = || rng.random_range(0..PAPERS as u32);
    let links = (0..5_278).map(|_| [paper(), paper()]).collect();
    let graph = Graph {
        nodes: PAPERS,
        links,
    };
    let graph = graph.normalised();
    let has = (0..PAPERS * words).map(|_| f32::from(rng.random_bool(0.0127)));
    let x = Tensor::from_vec(has.collect(), [PAPERS, words]).to(device);
    let labels: Vec<u8> = (0..LABELS)
        .map(|_| rng.random_range(0..subjects as u8))
        .collect();
    let labels = Labels::new(&labels, subjects);
    let model = Gcn::new([words, 16, subjects], 2, 0.5, Cure::None, &mut rng);
    let rule = Rule::adam(0.001);
    repeated(PAPERS, model, rule, rng, device, move |model, tape| {
        let [logits, _] = model.run(tape, tape.constant(x.clone()), Some(&graph));
        logits.slice(0, 0..LABELS).softmax_cross_entropy(&labels)
    })
}

/// Random pictures `[N, H, W, C]`, each with so many labels of so many classes.
fn pictures(
    batch: usize,
    size: [usize; 3],
    labels: usize,
    classes: usize,
    rng: &mut Rng,
) -> (Tensor, Labels) {
    let [height, width, channels] = size;
    let numbers = pixels(batch * height * width * channels, rng);
    let images = Tensor::from_vec(numbers, [batch, height, width, channels]);
    let label = |_| rng.random_range(0..classes as u8);
    let labels: Vec<u8> = (0..batch * labels).map(label).collect();
    (images, Labels::new(&labels, classes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_learns() {
        // A step of each, and of the cheap ones a few: the batch stays, so the loss falls.
        for name in names() {
            let mut step = step_of(name, &Device::Cpu);
            let first = (step.run)().item();
            assert!(first.is_finite(), "{name}: a loss of {first}");
            if [
                "softmax",
                "mlp64",
                "char_lstm",
                "vae",
                "attention",
                "gpt_mini",
                "gcn",
            ]
            .contains(&name)
            {
                let last = (0..20).map(|_| (step.run)().item()).last();
                assert!(last < Some(first), "{name}: from {first} to {last:?}");
            }
        }
    }
}
