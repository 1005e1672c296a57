//! Two interleaved spirals, told apart on a graphics card.
//!
//! `cargo run --release -p nabla --features gpu --example gpu`
//!
//! The only lines that know about the card are those with `device` in them.

use nabla::optim::{Adam, Optimizer};
use nabla::{Activation, Device, Init, Linear, Module, Sequential, Tape, Tensor, move_to};

const POINTS: usize = 400;

fn main() {
    for adapter in Device::list() {
        println!("found {adapter}");
    }
    let device = Device::gpu().unwrap_or_else(|why| {
        println!("{why}");
        Device::Cpu
    });
    println!("computing on {device}");

    let (points, arms) = spirals();
    let (points, arms) = (points.to(&device), arms.to(&device));
    let mut rng = nabla::rng(1);
    let mut layer = |inputs, outputs| Linear::new(inputs, outputs, Init::Xavier, &mut rng);
    let mut model = Sequential::new()
        .push(layer(2, 64).activation(Activation::Tanh))
        .push(layer(64, 64).activation(Activation::Tanh))
        .push(layer(64, 1));
    move_to(&mut model, &device);

    let mut optimizer = Adam::new(0.01);
    for step in 0..=400 {
        let (loss, grads) = {
            let tape = Tape::new();
            let logits = model.forward(&tape, tape.constant(points.clone()));
            let loss = logits.sigmoid_cross_entropy(&arms);
            (loss.value(), loss.backward())
        };
        optimizer.step(&mut model, &grads);
        // To look at a number is to wait for it: not at every step.
        if step % 50 == 0 {
            println!("step {step:>3}: loss {:.4}", loss.item());
        }
    }

    let tape = Tape::new();
    let logits = model.forward(&tape, tape.constant(points)).value();
    let right = logits.data().iter().zip(arms.data());
    let right = right.filter(|(logit, arm)| (**logit > 0.0) == (**arm > 0.5));
    println!("{} of {POINTS} points are on the right arm", right.count());
    if let Err(why) = device.status() {
        println!("do not believe any of this: {why}");
    }
}

/// Points of two arms that wind around each other, and which arm each is on.
fn spirals() -> (Tensor, Tensor) {
    let arm = |i: usize| (i % 2) as f32;
    let place = |i: usize| {
        let along = 0.1 + 0.9 * i as f32 / POINTS as f32;
        let angle = 7.0 * along + std::f32::consts::PI * arm(i);
        [along * angle.cos(), along * angle.sin()]
    };
    (
        Tensor::from_vec((0..POINTS).flat_map(place).collect(), [POINTS, 2]),
        Tensor::from_vec((0..POINTS).map(arm).collect(), [POINTS, 1]),
    )
}
