//! `cnn_bn` of lab 7 in burn 0.22.1, to be put beside `burn.rs`, whose training loop fits it as it stands.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, Relu};
use burn::tensor::{Device, Tensor};

// ANCHOR: networks
#[derive(Module, Debug)]
struct CnnBn {
    conv1: Conv2d,
    norm1: BatchNorm,
    conv2: Conv2d,
    pool: MaxPool2d,
    norm2: BatchNorm,
    hidden: Linear,
    norm3: BatchNorm,
    output: Linear,
    relu: Relu,
}

impl CnnBn {
    fn new(device: &Device) -> Self {
        CnnBn {
            conv1: Conv2dConfig::new([1, 32], [3, 3]).init(device),
            norm1: BatchNormConfig::new(32).init(device), // momentum 0.1, as in PyTorch
            conv2: Conv2dConfig::new([32, 64], [3, 3]).init(device),
            pool: MaxPool2dConfig::new([2, 2]).init(),
            norm2: BatchNormConfig::new(64).init(device),
            hidden: LinearConfig::new(9216, 128).init(device),
            norm3: BatchNormConfig::new(128).init(device),
            output: LinearConfig::new(128, 10).init(device),
            relu: Relu::new(),
        }
    }

    /// `x` is `[N, 1, 28, 28]`: channels come second.
    fn forward(&self, x: Tensor<4>) -> Tensor<2> {
        let x = self.norm1.forward(self.relu.forward(self.conv1.forward(x)));
        let x = self.relu.forward(self.conv2.forward(x));
        let x = self.norm2.forward(self.pool.forward(x));
        let x = self.relu.forward(self.hidden.forward(x.flatten(1, 3)));
        self.output.forward(self.norm3.forward(x))
    }
}
// ANCHOR_END: networks
