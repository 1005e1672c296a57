//! A round of lab 10's game in burn 0.22.1, to be put beside `burn.rs`, whose imports fit it as it stands.

use burn::module::Module;
use burn::nn::loss::BinaryCrossEntropyLossConfig;
use burn::nn::{LeakyRelu, LeakyReluConfig, Linear, LinearConfig, Tanh};
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Distribution, Int, Tensor};

// ANCHOR: players
#[derive(Module, Debug)]
struct Forger {
    first: Linear,
    second: Linear,
    last: Linear,
    tanh: Tanh,
}

#[derive(Module, Debug)]
struct Expert {
    first: Linear,
    second: Linear,
    last: Linear,
    leaky: LeakyRelu,
}

impl Forger {
    fn new(device: &Device) -> Self {
        Forger {
            first: LinearConfig::new(2, 64).init(device),
            second: LinearConfig::new(64, 64).init(device),
            last: LinearConfig::new(64, 2).init(device),
            tanh: Tanh::new(),
        }
    }

    fn forward(&self, z: Tensor<2>) -> Tensor<2> {
        let x = self.tanh.forward(self.first.forward(z));
        self.last.forward(self.tanh.forward(self.second.forward(x)))
    }
}

impl Expert {
    fn new(pack: usize, device: &Device) -> Self {
        Expert {
            first: LinearConfig::new(2 * pack, 64).init(device),
            second: LinearConfig::new(64, 64).init(device),
            last: LinearConfig::new(64, 1).init(device),
            leaky: LeakyReluConfig::new().with_negative_slope(0.2).init(), // 0.01 if left out
        }
    }

    /// Logits; `x` is `[N, 2]`, laid out in packs.
    fn forward(&self, x: Tensor<2>, pack: usize) -> Tensor<1> {
        let [count, width] = x.dims();
        let x = x.reshape([count / pack, width * pack]);
        let x = self.leaky.forward(self.first.forward(x));
        let x = self.leaky.forward(self.second.forward(x));
        self.last.forward(x).flatten(0, 1)
    }
}
// ANCHOR_END: players

// ANCHOR: round
/// The mean cross-entropy of logits against one label for all.
fn against(logits: Tensor<1>, label: i64) -> Tensor<1> {
    let labels = Tensor::<1, Int>::full(logits.dims(), label, &logits.device());
    let loss = BinaryCrossEntropyLossConfig::new().with_logits(true).init(&logits.device());
    loss.forward(logits, labels)
}

fn one_round(
    mut forger: Forger,
    mut expert: Expert,
    rules: (&mut ModuleOptimizer, &mut ModuleOptimizer),
    real: Tensor<2>,
    (pack, rate): (usize, f64),
) -> (Forger, Expert) {
    let noise = || Tensor::<2>::random(real.dims(), Distribution::Normal(0.0, 1.0), &real.device());

    let forged = forger.forward(noise()).detach(); // plain numbers
    let of_real = expert.forward(real.clone(), pack);
    let loss = against(of_real, 1) + against(expert.forward(forged, pack), 0);
    let grads = GradientsParams::from_grads(loss.backward(), &expert);
    expert = rules.1.step(rate, expert, grads);

    let price = against(expert.forward(forger.forward(noise()), pack), 1); // −ln D
    let grads = GradientsParams::from_grads(price.backward(), &forger); // the forger's alone
    forger = rules.0.step(rate, forger, grads);
    (forger, expert)
}
// ANCHOR_END: round
