//! MNIST, 784-64-64-10, Adam, batches of 128, in nabla: the program that the book compares with PyTorch, Keras and
//! burn. Run: cargo run --release -p nabla --example rosetta -- FOLDER [EPOCHS], where FOLDER holds the four plain
//! MNIST files.

use nabla::optim::{Adam, Optimizer};
use nabla::{Activation, Init, Labels, Linear, Module, Rng, Sequential, Tape, Tensor};
use rand::seq::SliceRandom;

// ANCHOR: data
fn load(folder: &str, which: &str) -> std::io::Result<(Tensor, Labels)> {
    let pixels = std::fs::read(format!("{folder}/{which}-images-idx3-ubyte"))?;
    let digits = std::fs::read(format!("{folder}/{which}-labels-idx1-ubyte"))?;
    let pixels: Vec<f32> = pixels[16..].iter().map(|&p| f32::from(p) / 255.0).collect();
    let labels = Labels::new(&digits[8..], 10);
    Ok((Tensor::from_vec(pixels, [labels.len(), 784]), labels))
}
// ANCHOR_END: data

// ANCHOR: network
fn network(rng: &mut Rng) -> Sequential {
    Sequential::new()
        .push(Linear::new(784, 64, Init::Xavier, rng).activation(Activation::Relu))
        .push(Linear::new(64, 64, Init::Xavier, rng).activation(Activation::Relu))
        .push(Linear::new(64, 10, Init::Xavier, rng))
}
// ANCHOR_END: network

// ANCHOR: step
fn step(model: &mut Sequential, optimizer: &mut Adam, images: Tensor, labels: &Labels) -> f32 {
    let tape = Tape::new();
    let logits = model.forward(&tape, tape.constant(images));
    let loss = logits.softmax_cross_entropy(labels);
    let grads = loss.backward();
    optimizer.step(model, &grads);
    loss.item()
}
// ANCHOR_END: step

// ANCHOR: accuracy
fn accuracy(model: &Sequential, images: &Tensor, labels: &Labels) -> f32 {
    let tape = Tape::new();
    let logits = model.forward(&tape, tape.constant(images.clone())).value();
    let best = |row: &[f32]| (0..10).max_by(|&a, &b| row[a].total_cmp(&row[b]));
    let rows = logits.data().chunks_exact(10).zip(labels.as_slice());
    let right = rows.filter(|&(row, &label)| best(row) == Some(label as usize));
    right.count() as f32 / labels.len() as f32
}
// ANCHOR_END: accuracy

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let Some(folder) = arguments.get(1) else {
        eprintln!("say where the four plain MNIST files are: rosetta FOLDER [EPOCHS]");
        std::process::exit(2);
    };
    let epochs = arguments.get(2).and_then(|n| n.parse().ok()).unwrap_or(40);
    let (images, labels) = load(folder, "train")?;
    let (test_images, test_labels) = load(folder, "t10k")?;
    let mut rng = nabla::rng(1);
    let mut model = network(&mut rng);
    // ANCHOR: optimiser
    let mut optimizer = Adam::new(0.001);
    // ANCHOR_END: optimiser
    for _ in 0..epochs {
        // ANCHOR: epoch
        let mut order: Vec<usize> = (0..labels.len()).collect();
        order.shuffle(&mut rng);
        for batch in order.chunks(128) {
            let (x, y) = (images.gather_rows(batch), labels.gather(batch));
            step(&mut model, &mut optimizer, x, &y);
        }
        // ANCHOR_END: epoch
        println!("{:.4}", accuracy(&model, &test_images, &test_labels));
    }
    Ok(())
}
