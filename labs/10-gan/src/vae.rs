//! Lab 9's variational autoencoder in a few lines, to be looked at beside the pair.

use nabla::{Activation, Device, Init, Linear, Module, Rng, Sequential, Tape, Tensor, Var};
use trainer::{Recipe, Rule, Training};

const PIXELS: usize = 784;
const HIDDEN: usize = 200;
/// Numbers in a code.
pub const LATENT: usize = 20;

/// Encoder and decoder: a picture has a normal distribution of codes, a code has a picture.
pub struct Vae {
    encoder: Linear,
    mean: Linear,
    log_variance: Linear,
    decoder: Sequential,
}

nabla::parts!(Vae {
    encoder,
    mean,
    log_variance,
    decoder
});

impl Vae {
    /// One with fresh weights.
    pub fn new(rng: &mut Rng) -> Self {
        let relu = Activation::Relu;
        Vae {
            encoder: Linear::new(PIXELS, HIDDEN, Init::He, rng).activation(relu),
            mean: Linear::new(HIDDEN, LATENT, Init::Xavier, rng),
            log_variance: Linear::new(HIDDEN, LATENT, Init::Xavier, rng),
            decoder: Sequential::new()
                .push(Linear::new(LATENT, HIDDEN, Init::He, rng).activation(relu))
                .push(Linear::new(HIDDEN, PIXELS, Init::Xavier, rng)),
        }
    }

    /// Trained on the rows of `pictures`, `[N, 784]`. `after` gets the loss of each step.
    pub fn learn(pictures: &Tensor, epochs: usize, seed: u64, mut after: impl FnMut(f32)) -> Self {
        let recipe = Recipe::new(Rule::adam(1e-3).cosine(), 32, epochs).seed(seed);
        let fresh = Vae::new(&mut nabla::rng(seed));
        let mut training = Training::new(fresh, &recipe, pictures.dims()[0], &Device::Cpu)
            .drawing_from(nabla::rng(seed ^ 0x6c6f_7473));
        for _ in 0..epochs {
            training.epoch(
                |places, _| pictures.gather_rows(places),
                |vae, tape, x| vae.loss(tape, tape.constant(x)),
                |_, loss| after(loss),
            );
        }
        training.model
    }

    // ANCHOR: loss
    /// Minus the bound on ln p(x), in nats a picture; the code is drawn on the tape, which has to be one for training.
    fn loss<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let hidden = self.encoder.forward(tape, x);
        let mean = self.mean.forward(tape, hidden);
        let log_variance = self.log_variance.forward(tape, hidden);
        let z = mean.reparameterize(log_variance);
        let logits = self.decoder.forward(tape, z);
        logits.bernoulli_loss(&x.value()) + mean.gaussian_kl(log_variance)
    }
    // ANCHOR_END: loss

    /// The bound on ln p(x) of these pictures, `[N, 784]`, in nats: the mean, from one code drawn for each.
    pub fn bound(&self, pictures: &Tensor, seed: u64) -> f64 {
        let tape = Tape::training(&mut nabla::rng(seed ^ 0x7465_7374));
        -f64::from(self.loss(&tape, tape.constant(pictures.clone())).item())
    }

    /// The mean code of each picture, `[N, 784]` → `[N, 20]`.
    pub fn codes(&self, pictures: &Tensor) -> Tensor {
        let tape = Tape::new();
        let hidden = self.encoder.forward(&tape, tape.constant(pictures.clone()));
        self.mean.forward(&tape, hidden).value()
    }

    /// The pictures of codes, `[N, 20]` → `[N, 784]`.
    pub fn draw(&self, codes: &Tensor) -> Tensor {
        let tape = Tape::new();
        let logits = self.decoder.forward(&tape, tape.constant(codes.clone()));
        logits.sigmoid().value()
    }
}
