//! The 3-3-2 network of lab 2 in burn 0.22.1, with
//! `burn = { version = "=0.22.1", default-features = false, features = ["std", "flex"] }`.

use burn::nn::loss::CrossEntropyLossConfig;
use burn::tensor::activation::sigmoid;
use burn::tensor::{Device, Int, Tensor};

fn main() {
    let device = Device::flex();
    // ANCHOR: forward
    let hidden = Tensor::<2>::from_floats([[1, -2, 2], [2, 1, -4], [1, -1, 0]], &device);
    let output = Tensor::<2>::from_floats([[-3, 1, -3], [0, 1, 2]], &device);
    let x = Tensor::<2>::from_floats([[0.5, 0.9, -0.3]], &device);
    let h = sigmoid(x.matmul(hidden.transpose()) + 0.1); // [in, out] after the transpose
    let y = sigmoid(h.matmul(output.transpose()) + 0.1);
    println!("{y}"); // [[0.3449, 0.8712]]
    // ANCHOR_END: forward

    // ANCHOR: loss
    let scores = Tensor::<2>::from_floats([[4.8, -2.6, 2.9]], &device);
    let truth = Tensor::<1, Int>::from_ints([0], &device);
    let loss = CrossEntropyLossConfig::new().init(&device).forward(scores, truth);
    println!("{loss}"); // 0.1399
    // ANCHOR_END: loss
}
