//! A block of ResNet-20 in burn 0.22.1, to be put beside `burn.rs`, whose training loop fits a network of them.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, PaddingConfig2d, Relu};
use burn::tensor::{Device, Tensor};

// ANCHOR: block
#[derive(Module, Debug)]
struct Block {
    conv1: Conv2d,
    norm1: BatchNorm,
    conv2: Conv2d,
    norm2: BatchNorm,
    relu: Relu,
}

fn three(inputs: usize, outputs: usize, stride: usize, device: &Device) -> Conv2d {
    Conv2dConfig::new([inputs, outputs], [3, 3])
        .with_stride([stride, stride])
        .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
        .with_bias(false)
        .init(device)
}

impl Block {
    fn new(channels: usize, device: &Device) -> Self {
        Block {
            conv1: three(channels, channels, 1, device),
            norm1: BatchNormConfig::new(channels).init(device),
            conv2: three(channels, channels, 1, device),
            norm2: BatchNormConfig::new(channels).init(device),
            relu: Relu::new(),
        }
    }

    /// `x` is `[N, C, H, W]`. A tensor that is used twice is cloned; that copies a pointer.
    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let path = self.norm1.forward(self.conv1.forward(x.clone()));
        let path = self.conv2.forward(self.relu.forward(path));
        self.relu.forward(self.norm2.forward(path) + x)
    }
}
// ANCHOR_END: block
