//! Trains the network that reads drawn digits in chapter 6, and writes `book/live/assets/lenet5.bin`:
//!
//! ```text
//! cargo run -p datasets -- fetch mnist
//! cargo run -p live --example lenet5
//! ```
//!
//! It is lab 6's LeNet-5. It learns from MNIST's own training pictures, and from each of them drawn again four times, with pens of all
//! widths, as on a reader's paper. The last 5,000 training pictures, drawn again, tell how well it does; the test
//! pictures are not looked at.

use lab06::network::{CLASSES, NETWORKS};
use labkit::numerals::percentage;
use live::packed::{pack, unpack};
use live::retrace::drawn_again;
use live::six::reader::{painted, shown};
use live::strokes::SIDE;
use nabla::{Device, Labels, Tensor};
use rand::RngExt;
use std::error::Error;
use trainer::{Examples, Training, accuracy};

const SEED: u64 = 6;
/// Pictures at the end of the training set that are kept to choose by.
const KEPT: usize = 5_000;
/// How wide the pens are, in pixels of a digit whose larger side is 20.
const PENS: std::ops::Range<f64> = 1.2..4.5;
const EPOCHS: usize = 15;
/// How often each picture is drawn again.
const AGAIN: usize = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let all = Examples::from(datasets::images("mnist")?.train);
    let (learn, choose) = all.split_at(all.len() - KEPT);
    let mut rng = nabla::rng(SEED);
    let choose = again(&choose, &mut rng);
    let copies: Vec<Examples> = (0..AGAIN).map(|_| again(&learn, &mut rng)).collect();
    let learn = copies.iter().fold(learn, |all, copy| both(&all, copy));
    let row = NETWORKS[0];
    let recipe = row.recipe.epochs(EPOCHS).seed(SEED);
    let (learn, choose) = (row.examples(&learn), row.examples(&choose));
    let model = (row.build)(&mut nabla::rng(SEED));
    let mut training = Training::new(model, &recipe, learn.len(), &Device::Cpu);
    for epoch in 1..=EPOCHS {
        let loss = training.classify(&learn, |_| ());
        let right = percentage(accuracy(&training.model, &choose), 2);
        println!("epoch {epoch}: loss {loss:.4}, {right} of the {KEPT} drawn again");
    }
    let bytes = pack(&training.model);
    let kept = unpack(training.model.clone(), &bytes).ok_or("what was packed can be unpacked")?;
    println!(
        "in a byte a weight: {}",
        percentage(accuracy(&kept, &choose), 2)
    );
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/lenet5.bin");
    println!("{file}: {} bytes", bytes.len());
    Ok(std::fs::write(file, bytes)?)
}

/// Each picture as strokes, drawn with a pen of some width, and brought into MNIST's shape.
fn again(examples: &Examples, rng: &mut impl rand::Rng) -> Examples {
    let pictures = examples.images.data().chunks_exact(SIDE * SIDE);
    let drawn = pictures.flat_map(|picture| {
        let size = rng.random_range(0.45..0.8);
        let middle = [0, 1].map(|_| rng.random_range(0.45..0.55));
        let strokes = drawn_again(picture, size, middle);
        let pen = rng.random_range(PENS) / 20.0 * size * SIDE as f64;
        shown(&painted(&strokes, pen))
    });
    let numbers: Vec<f32> = drawn.collect();
    Examples {
        images: Tensor::from_slice(&numbers, [examples.len(), SIDE * SIDE]),
        labels: examples.labels.clone(),
    }
}

fn both(a: &Examples, b: &Examples) -> Examples {
    let numbers = [a.images.data(), b.images.data()].concat();
    let labels: Vec<u8> = [a, b]
        .into_iter()
        .flat_map(|part| part.labels.as_slice())
        .map(|&label| label as u8)
        .collect();
    Examples {
        images: Tensor::from_slice(&numbers, [a.len() + b.len(), SIDE * SIDE]),
        labels: Labels::new(&labels, CLASSES),
    }
}
