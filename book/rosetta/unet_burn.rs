//! A U-Net with Dice for a loss in burn 0.22.1, with
//! `burn = { version = "=0.22.1", default-features = false, features = ["std", "optim", "flex"] }`. Run: cargo run --release

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::interpolate::{Interpolate2d, Interpolate2dConfig};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{PaddingConfig2d, Relu};
use burn::optim::{AdamConfig, GradientsParams};
use burn::tensor::{Device, Distribution, Int, Tensor, activation};

// ANCHOR: network
#[derive(Module, Debug)]
struct Two {
    first: Conv2d,
    second: Conv2d,
    relu: Relu,
}

impl Two {
    fn new(inputs: usize, outputs: usize, device: &Device) -> Self {
        let three = |inputs| {
            Conv2dConfig::new([inputs, outputs], [3, 3])
                .with_padding(PaddingConfig2d::Same)
                .init(device)
        };
        Two { first: three(inputs), second: three(outputs), relu: Relu::new() }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let x = self.relu.forward(self.first.forward(x));
        self.relu.forward(self.second.forward(x))
    }
}

#[derive(Module, Debug)]
struct UNet {
    d1: Two,
    d2: Two,
    m: Two,
    u2: Two,
    u1: Two,
    o: Conv2d,
    smaller: MaxPool2d,
    larger: Interpolate2d,
}

impl UNet {
    fn new(width: usize, kinds: usize, device: &Device) -> Self {
        let [full, half, quarter] = [width, 2 * width, 4 * width];
        UNet {
            d1: Two::new(1, full, device),
            d2: Two::new(full, half, device),
            m: Two::new(half, quarter, device),
            u2: Two::new(quarter + half, half, device),
            u1: Two::new(half + full, full, device),
            o: Conv2dConfig::new([full, kinds], [1, 1]).init(device),
            smaller: MaxPool2dConfig::new([2, 2]).init(),
            larger: Interpolate2dConfig::new().with_scale_factor(Some([2.0, 2.0])).init(),
        }
    }

    /// `[N, 1, H, W]` to `[N, K, H, W]`. What is handed across is cloned: that copies a pointer.
    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let fine = self.d1.forward(x);
        let coarse = self.d2.forward(self.smaller.forward(fine.clone()));
        let deep = self.m.forward(self.smaller.forward(coarse.clone()));
        let up = Tensor::cat(vec![self.larger.forward(deep), coarse], 1);
        let up = self.larger.forward(self.u2.forward(up));
        self.o.forward(self.u1.forward(Tensor::cat(vec![up, fine], 1)))
    }
}
// ANCHOR_END: network

// ANCHOR: dice
/// `logits` are `[N, K, H, W]`, `classes` are `[N, H, W]`.
fn dice_loss(logits: Tensor<4>, classes: Tensor<3, Int>) -> Tensor<1> {
    let kinds = logits.dims()[1];
    let rows = |x: Tensor<4>| x.permute([0, 2, 3, 1]).reshape([-1, kinds as i32]);
    let p = activation::softmax(rows(logits), 1);
    let y: Tensor<2> = classes.flatten::<1>(0, 2).one_hot::<2>(kinds).float();
    let common = (p.clone() * y.clone()).sum_dim(0);
    let both = (p + y).sum_dim(0);
    let overlap = (common * 2.0 + 1.0) / (both + 1.0);
    1.0 - overlap.slice([0..1, 1..kinds]).mean() // without the background
}
// ANCHOR_END: dice

fn main() {
    let device = Device::flex().autodiff();
    let mut model = UNet::new(16, 11, &device);
    assert_eq!(model.num_params(), 118_155);
    // A pixel's class is its brightness, and a little noise lies over it: a few steps must help.
    let classes = Tensor::<1, Int>::arange(0..2 * 16 * 16, &device).reshape([2, 16, 16]) % 11;
    let noise = Tensor::<3>::random([2, 16, 16], Distribution::Uniform(0.0, 0.1), &device);
    let pictures = (classes.clone().float() / 10.0 + noise).unsqueeze_dim(1);
    let mut optimizer = AdamConfig::new().init();
    for step in 1..=30 {
        let loss = dice_loss(model.forward(pictures.clone()), classes.clone());
        if step % 10 == 0 {
            println!("step {step}: loss {:.3}", loss.clone().into_scalar::<f32>());
        }
        let grads = GradientsParams::from_grads(loss.backward(), &model);
        model = optimizer.step(0.004, model, grads);
    }
}
