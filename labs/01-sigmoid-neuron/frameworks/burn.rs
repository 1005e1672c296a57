//! The toast of lab 1 in burn 0.22.1, with
//! `burn = { version = "=0.22.1", default-features = false, features = ["std", "optim", "flex"] }`.
//! Run: cargo run -- ../tests/reference/toast.csv

use burn::nn::LinearConfig;
use burn::nn::loss::BinaryCrossEntropyLossConfig;
use burn::optim::{GradientsParams, SgdConfig};
use burn::tensor::{Device, Int, Tensor, TensorData};

fn main() {
    let file = std::env::args().nth(1).expect("the path of toast.csv");
    let text = std::fs::read_to_string(file).expect("a file that can be read");
    let rows = text
        .lines()
        .skip(1)
        .map(|row| row.split_once(',').expect("two columns"));
    let (minutes, burnt): (Vec<f32>, Vec<i32>) = rows
        .map(|(x, y)| {
            (
                x.parse::<f32>().expect("minutes"),
                y.parse::<i32>().expect("0 or 1"),
            )
        })
        .unzip();
    let count = minutes.len();

    // ANCHOR: train
    let device = Device::flex().autodiff();
    let minutes = Tensor::<2>::from_data(TensorData::new(minutes, [count, 1]), &device);
    let burnt = Tensor::<2, Int>::from_data(TensorData::new(burnt, [count, 1]), &device);
    let mut neuron = LinearConfig::new(1, 1).init(&device);
    let loss = BinaryCrossEntropyLossConfig::new()
        .with_logits(true)
        .init(&device);
    let mut optimizer = SgdConfig::new().init();
    for _ in 0..2000 {
        let cost = loss.forward(neuron.forward(minutes.clone()), burnt.clone());
        let grads = GradientsParams::from_grads(cost.backward(), &neuron);
        neuron = optimizer.step(0.5, neuron, grads);
    }
    // ANCHOR_END: train
    let cost = loss.forward(neuron.forward(minutes), burnt);
    println!(
        "{} {} {}",
        neuron.weight.val(),
        neuron.bias.unwrap().val(),
        cost
    );
}
