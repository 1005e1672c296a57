//! The variational autoencoder of lab 9 in burn 0.22.1, to be put beside `burn.rs`, whose optimiser fits it as it stands.

use burn::module::Module;
use burn::nn::{Linear, LinearConfig, Relu};
use burn::tensor::{Device, Distribution, Tensor, activation};

// ANCHOR: network
#[derive(Module, Debug)]
struct Vae {
    encoder: Linear,
    mean: Linear,
    log_variance: Linear,
    hidden: Linear,
    output: Linear,
    relu: Relu,
}

impl Vae {
    fn new(pixels: usize, hidden: usize, latent: usize, device: &Device) -> Self {
        let layer = |inputs, outputs| LinearConfig::new(inputs, outputs).init(device);
        Vae {
            encoder: layer(pixels, hidden),
            mean: layer(hidden, latent),
            log_variance: layer(hidden, latent),
            hidden: layer(latent, hidden),
            output: layer(hidden, pixels),
            relu: Relu::new(),
        }
    }

    fn decode(&self, z: Tensor<2>) -> Tensor<2> {
        self.output.forward(self.relu.forward(self.hidden.forward(z)))
    }

    /// −(the bound on ln p(x)), in nats a picture.
    fn loss(&self, x: Tensor<2>) -> Tensor<1> {
        let count = x.dims()[0] as f32;
        let code = self.relu.forward(self.encoder.forward(x.clone()));
        let mean = self.mean.forward(code.clone());
        let log_variance = self.log_variance.forward(code);
        let noise = mean.random_like(Distribution::Normal(0.0, 1.0));
        let z = mean.clone() + log_variance.clone().mul_scalar(0.5).exp() * noise;
        let logits = self.decode(z);
        // softplus(l) − l·x = −x·ln g − (1 − x)·ln(1 − g), with g = sigmoid(l)
        let reconstruction = (activation::softplus(logits.clone(), 1.0) - logits * x).sum();
        let divergence = (log_variance.clone().exp() + mean.square() - 1.0 - log_variance).sum();
        (reconstruction + divergence.mul_scalar(0.5)) / count
    }
}
// ANCHOR_END: network
