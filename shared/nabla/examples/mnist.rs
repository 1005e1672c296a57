//! A convolutional network that reads handwritten digits: everything you need to train one with nabla.
//!
//!     cargo run -p nabla --example mnist             # 1,437 digits that come with the course
//!     cargo run -p nabla --example mnist -- mnist    # 60,000, after `cargo run -p datasets -- fetch mnist`

use datasets::{Batches, Images};
use nabla::optim::{Adam, Optimizer};
use nabla::{Activation, Conv2d, Flatten, Init, Labels, Linear, MaxPool2d, Padding, Tensor};
use nabla::{Module, Rng, Sequential, Tape, Window};

/// `[N, 28, 28, 1]` → `[N, 10]`: twice a convolution and half the size, then a dense layer.
fn network(rng: &mut Rng) -> Sequential {
    let window = Window::new(3).padding(Padding::Same);
    Sequential::new()
        .push(Conv2d::new(1, 16, window, Init::He, rng).activation(Activation::Relu))
        .push(MaxPool2d::new(Window::new(2).stride(2)))
        .push(Conv2d::new(16, 32, window, Init::He, rng).activation(Activation::Relu))
        .push(MaxPool2d::new(Window::new(2).stride(2)))
        .push(Flatten)
        .push(Linear::new(7 * 7 * 32, 10, Init::Xavier, rng))
}

/// Pictures as nabla sees them, and what they show.
fn tensors(images: &Images) -> (Tensor, Labels) {
    let pixels = Tensor::from(images.pixels.clone());
    let labels = Labels::new(&images.labels, images.classes);
    (pixels.reshape([labels.len(), 28, 28, 1]), labels)
}

/// One step: forward, the loss, its gradients, and every weight a little downhill.
fn learn(model: &mut Sequential, adam: &mut Adam, images: Tensor, labels: &Labels) -> f32 {
    let tape = Tape::new();
    let logits = model.forward(&tape, tape.constant(images));
    let loss = logits.softmax_cross_entropy(labels);
    let grads = loss.backward();
    adam.step(model, &grads);
    loss.item()
}

/// The part of the pictures whose largest logit is the right one.
fn accuracy(model: &Sequential, images: &Tensor, labels: &Labels) -> f64 {
    let tape = Tape::new();
    let logits = model.forward(&tape, tape.constant(images.clone()));
    let (answers, labels) = (logits.value().argmax(1), labels.as_slice());
    let pairs = answers.as_slice().iter().zip(labels);
    pairs.filter(|(a, b)| a == b).count() as f64 / labels.len() as f64
}

fn main() -> Result<(), datasets::Error> {
    let name = std::env::args().nth(1).unwrap_or("digits".to_string());
    let data = datasets::images(&name)?;
    let (images, labels) = tensors(&data.train);
    let mut rng = nabla::rng(1);
    let mut model = network(&mut rng);
    let mut adam = Adam::new(0.001);
    let mut batches = Batches::new(labels.len(), 64, 1);
    for epoch in 1..=5 {
        let mut mean = 0.0;
        for batch in batches.epoch() {
            let (images, labels) = (images.gather_rows(batch), labels.gather(batch));
            let loss = learn(&mut model, &mut adam, images, &labels);
            mean += loss * batch.len() as f32 / data.train.len() as f32;
        }
        println!("epoch {epoch}: mean loss {mean:.4}");
    }
    let (images, labels) = tensors(&data.test);
    let right = 100.0 * accuracy(&model, &images, &labels);
    println!("{right:.2} % of new pictures are read right");
    Ok(())
}
