//! The generator of lab 10's DCGAN in burn 0.22.1, to be put beside `burn.rs`.

use burn::module::Module;
use burn::nn::conv::{ConvTranspose2d, ConvTranspose2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, Relu};
use burn::tensor::{Device, Distribution, Tensor, activation};

// ANCHOR: networks
#[derive(Module, Debug)]
struct Generator {
    start: Linear,
    norm0: BatchNorm,
    up1: ConvTranspose2d,
    norm1: BatchNorm,
    up2: ConvTranspose2d,
    norm2: BatchNorm,
    up3: ConvTranspose2d,
    relu: Relu,
}

impl Generator {
    fn new(latent: usize, w: usize, device: &Device) -> Self {
        let up = |from: usize, to: usize, bias: bool| {
            let config = ConvTranspose2dConfig::new([from, to], [4, 4]);
            config.with_stride([2, 2]).with_padding([1, 1]).with_bias(bias).init(device)
        };
        let norm = |channels| BatchNormConfig::new(channels).with_momentum(0.2).init(device);
        Generator {
            start: LinearConfig::new(latent, 64 * w).with_bias(false).init(device),
            norm0: norm(4 * w),
            up1: up(4 * w, 2 * w, false),
            norm1: norm(2 * w),
            up2: up(2 * w, w, false),
            norm2: norm(w),
            up3: up(w, 1, true),
            relu: Relu::new(),
        }
    }

    /// `[N, latent]` → `[N, 1, 28, 28]`
    fn forward(&self, z: Tensor<2>) -> Tensor<4> {
        let count = z.dims()[0];
        let x = self.start.forward(z);
        let wide = x.dims()[1] / 16;
        let x = self.relu.forward(self.norm0.forward(x.reshape([count, wide, 4, 4])));
        let x = self.up1.forward(x).narrow(2, 0, 7).narrow(3, 0, 7); // from 8 to the odd 7
        let x = self.relu.forward(self.norm1.forward(x));
        let x = self.relu.forward(self.norm2.forward(self.up2.forward(x)));
        activation::sigmoid(self.up3.forward(x))
    }
}
// ANCHOR_END: networks

fn main() {
    let device = Device::flex();
    let generator = Generator::new(32, 16, &device);
    let z = Tensor::<2>::random([5, 32], Distribution::Normal(0.0, 1.0), &device);
    println!("{} {:?}", generator.num_params(), generator.forward(z).dims());
}
