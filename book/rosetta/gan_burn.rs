//! A round of lab 10's game in burn 0.22.1, to be put beside `burn.rs`, whose imports fit it as it stands.

use burn::module::Module;
use burn::nn::loss::BinaryCrossEntropyLossConfig;
use burn::nn::{LeakyRelu, LeakyReluConfig, Linear, LinearConfig, Tanh};
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Distribution, Int, Tensor};

// ANCHOR: players
#[derive(Module, Debug)]
struct Generator {
    first: Linear,
    second: Linear,
    last: Linear,
    tanh: Tanh,
}

#[derive(Module, Debug)]
struct Discriminator {
    first: Linear,
    second: Linear,
    last: Linear,
    leaky: LeakyRelu,
}

impl Generator {
    fn new(device: &Device) -> Self {
        Generator {
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

impl Discriminator {
    fn new(pack: usize, device: &Device) -> Self {
        Discriminator {
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
    mut generator: Generator,
    mut discriminator: Discriminator,
    rules: (&mut ModuleOptimizer, &mut ModuleOptimizer),
    real: Tensor<2>,
    (pack, rate): (usize, f64),
) -> (Generator, Discriminator) {
    let noise = || Tensor::<2>::random(real.dims(), Distribution::Normal(0.0, 1.0), &real.device());

    let forged = generator.forward(noise()).detach(); // plain numbers
    let of_real = discriminator.forward(real.clone(), pack);
    let loss = against(of_real, 1) + against(discriminator.forward(forged, pack), 0);
    let grads = GradientsParams::from_grads(loss.backward(), &discriminator);
    discriminator = rules.1.step(rate, discriminator, grads);

    let g_loss = against(discriminator.forward(generator.forward(noise()), pack), 1); // −ln D
    let grads = GradientsParams::from_grads(g_loss.backward(), &generator); // the generator's alone
    generator = rules.0.step(rate, generator, grads);
    (generator, discriminator)
}
// ANCHOR_END: round
