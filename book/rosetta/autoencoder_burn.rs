//! An autoencoder of lab 9 in burn 0.22.1, to be put beside `burn.rs`, whose training loop fits it with another loss.

use burn::module::Module;
use burn::nn::loss::{MseLoss, Reduction};
use burn::nn::{Linear, LinearConfig};
use burn::tensor::activation::{elu, sigmoid};
use burn::tensor::{Device, Distribution, Tensor};

// ANCHOR: network
#[derive(Module, Debug)]
struct Autoencoder {
    encoder: [Linear; 3],
    decoder: [Linear; 3],
}

impl Autoencoder {
    fn new(latent: usize, device: &Device) -> Self {
        let layer = |inputs, outputs| LinearConfig::new(inputs, outputs).init(device);
        Autoencoder {
            encoder: [layer(64, 128), layer(128, 64), layer(64, latent)],
            decoder: [layer(latent, 64), layer(64, 128), layer(128, 64)],
        }
    }

    fn encode(&self, x: Tensor<2>) -> Tensor<2> {
        half(&self.encoder, x)
    }

    fn decode(&self, code: Tensor<2>) -> Tensor<2> {
        sigmoid(half(&self.decoder, code))
    }
}

/// Three sums, with ELU after the first two.
fn half([first, second, last]: &[Linear; 3], x: Tensor<2>) -> Tensor<2> {
    let x = elu(first.forward(x), 1.0);
    last.forward(elu(second.forward(x), 1.0))
}
// ANCHOR_END: network

// ANCHOR: loss
/// Noise goes in, the clean picture is wanted.
fn loss(model: &Autoencoder, clean: Tensor<2>) -> Tensor<1> {
    let noise = clean.random_like(Distribution::Normal(0.0, 0.3));
    let shown = (clean.clone() + noise).clamp(0.0, 1.0);
    MseLoss::new().forward(model.decode(model.encode(shown)), clean, Reduction::Mean)
}
// ANCHOR_END: loss
