//! MNIST, 784-64-64-10, Adam, batches of 128, in burn 0.22.1, with
//! `burn = { version = "=0.22.1", default-features = false, features = ["std", "optim", "flex"] }`
//! and `rand = "0.10"`. Run: cargo run --release -- FOLDER [EPOCHS]

use burn::module::Module;
use burn::nn::loss::{CrossEntropyLoss, CrossEntropyLossConfig};
use burn::nn::{Linear, LinearConfig, Relu};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Int, Tensor, TensorData};
use rand::seq::SliceRandom;

// ANCHOR: network
#[derive(Module, Debug)]
struct Mlp {
    hidden1: Linear,
    hidden2: Linear,
    output: Linear,
    relu: Relu,
}

impl Mlp {
    fn new(device: &Device) -> Self {
        Mlp {
            hidden1: LinearConfig::new(784, 64).init(device),
            hidden2: LinearConfig::new(64, 64).init(device),
            output: LinearConfig::new(64, 10).init(device),
            relu: Relu::new(),
        }
    }

    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let x = self.relu.forward(self.hidden1.forward(x));
        let x = self.relu.forward(self.hidden2.forward(x));
        self.output.forward(x)
    }
}
// ANCHOR_END: network

// ANCHOR: data
fn load(folder: &str, which: &str, device: &Device) -> (Tensor<2>, Tensor<1, Int>) {
    let pixels = std::fs::read(format!("{folder}/{which}-images-idx3-ubyte")).unwrap();
    let digits = std::fs::read(format!("{folder}/{which}-labels-idx1-ubyte")).unwrap();
    let count = digits.len() - 8;
    let pixels: Vec<f32> = pixels[16..].iter().map(|&p| f32::from(p) / 255.0).collect();
    let digits: Vec<i32> = digits[8..].iter().map(|&d| i32::from(d)).collect();
    let images = Tensor::from_data(TensorData::new(pixels, [count, 784]), device);
    (images, Tensor::from_data(TensorData::new(digits, [count]), device))
}
// ANCHOR_END: data

// ANCHOR: step
fn step(
    model: Mlp,
    optimizer: &mut ModuleOptimizer,
    loss: &CrossEntropyLoss,
    images: Tensor<2>,
    labels: Tensor<1, Int>,
) -> Mlp {
    let logits = model.forward(images);
    let loss = loss.forward(logits, labels);
    let grads = GradientsParams::from_grads(loss.backward(), &model);
    optimizer.step(0.001, model, grads)
}
// ANCHOR_END: step

// ANCHOR: accuracy
fn accuracy(model: &Mlp, images: Tensor<2>, labels: Tensor<1, Int>) -> f32 {
    let count = images.dims()[0] as f32;
    let answers = model.forward(images).argmax(1).squeeze_dim::<1>(1);
    answers.equal(labels).int().sum().into_scalar::<i32>() as f32 / count
}
// ANCHOR_END: accuracy

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let epochs = arguments.get(2).map_or(40, |n| n.parse().unwrap());
    let plain = Device::flex();
    let device = plain.clone().autodiff();
    device.seed(1);
    let (images, labels) = load(&arguments[1], "train", &device);
    let (test_images, test_labels) = load(&arguments[1], "t10k", &plain);
    let mut model = Mlp::new(&device);
    // ANCHOR: optimiser
    let mut optimizer = AdamConfig::new().init();
    let loss = CrossEntropyLossConfig::new().init(&device);
    // ANCHOR_END: optimiser
    for _ in 0..epochs {
        // ANCHOR: epoch
        let mut order: Vec<i32> = (0..images.dims()[0] as i32).collect();
        order.shuffle(&mut rand::rng());
        for batch in order.chunks(128) {
            let rows = Tensor::<1, Int>::from_data(batch, &device);
            let (x, y) = (images.clone().select(0, rows.clone()), labels.clone().select(0, rows));
            model = step(model, &mut optimizer, &loss, x, y);
        }
        // ANCHOR_END: epoch
        println!("{:.4}", accuracy(&model.valid(), test_images.clone(), test_labels.clone()));
    }
}
