//! A step of deep Q of lab 14 in burn 0.22.1, to be put beside `burn.rs`.

use burn::grad_clipping::GradientClippingConfig;
use burn::module::Module;
use burn::nn::{Linear, LinearConfig, Tanh};
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Int, Tensor};

// ANCHOR: network
#[derive(Module, Debug)]
struct Network {
    first: Linear,
    second: Linear,
    output: Linear,
    tanh: Tanh,
}

impl Network {
    fn new(device: &Device) -> Self {
        let linear = |i, o| LinearConfig::new(i, o).init(device);
        Network { first: linear(4, 32), second: linear(32, 32), output: linear(32, 2), tanh: Tanh::new() }
    }

    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let x = self.tanh.forward(self.first.forward(x));
        let x = self.tanh.forward(self.second.forward(x));
        self.output.forward(x)
    }
}

fn optimizer() -> AdamConfig {
    AdamConfig::new().with_grad_clipping(Some(GradientClippingConfig::Norm(1.0)))
}
// ANCHOR_END: network

// ANCHOR: learn
/// States before and after `[B, 4]`, pushes `[B, 1]`, and 1 where the game was not lost, else 0, `[B, 1]`.
struct Batch {
    before: Tensor<2>,
    push: Tensor<2, Int>,
    goes_on: Tensor<2>,
    after: Tensor<2>,
}

fn learn(online: Network, target: &Network, optimizer: &mut ModuleOptimizer, batch: Batch) -> Network {
    let best = online.forward(batch.after.clone()).argmax(1); // one chooses,
    let worth = target.forward(batch.after).gather(1, best); // the other says the worth
    let aim = (worth * batch.goes_on * 0.99 + 0.01).detach();
    let error = online.forward(batch.before).gather(1, batch.push) - aim;
    let grads = GradientsParams::from_grads(error.powi_scalar(2).mean().backward(), &online);
    optimizer.step(2e-3, online, grads)
}
// ANCHOR_END: learn
