//! The variational autoencoder and its conditional sister.

use nabla::{Activation, Init, Linear, Module, Rng, Sequential, Tape, Tensor, Var};
use trainer::device_of;

// ANCHOR: vae
/// An encoder that answers with a mean and a variance for each number of the code, and a decoder that makes logits of
/// pixels from a code drawn between them (Kingma and Welling, 2014).
pub struct Vae {
    /// `[N, pixels]` → `[N, hidden]`
    pub encoder: Linear,
    /// `[N, hidden]` → `[N, latent]`: μ
    pub mean: Linear,
    /// `[N, hidden]` → `[N, latent]`: ln σ², which may be any number
    pub log_variance: Linear,
    /// `[N, latent]` → `[N, pixels]`, logits
    pub decoder: Sequential,
}

nabla::parts!(Vae {
    encoder,
    mean,
    log_variance,
    decoder
});
// ANCHOR_END: vae

/// What the encoder says about each picture: q(z | x) = N(μ, σ²), one number of the code apart from the other.
#[derive(Clone, Copy)]
pub struct Code<'t> {
    /// μ, `[N, latent]`
    pub mean: Var<'t>,
    /// ln σ², `[N, latent]`
    pub log_variance: Var<'t>,
}

/// The two terms of the loss, in nats a picture: each a scalar, the mean over the batch.
#[derive(Clone, Copy)]
pub struct Terms<'t> {
    /// −ln p(x | z) at the z that was drawn.
    pub reconstruction: Var<'t>,
    /// KL(q(z | x) ‖ N(0, I))
    pub divergence: Var<'t>,
}

impl Vae {
    // ANCHOR: new
    /// pixels → hidden → (latent, latent) → hidden → pixels, with ReLU.
    pub fn new(pixels: usize, hidden: usize, latent: usize, rng: &mut Rng) -> Self {
        Vae::told(0, pixels, hidden, latent, rng)
    }

    /// The same with so many more inputs of the encoder, and as many of the decoder.
    fn told(more: usize, pixels: usize, hidden: usize, latent: usize, rng: &mut Rng) -> Self {
        let relu = Activation::Relu;
        Vae {
            encoder: Linear::new(pixels + more, hidden, Init::He, rng).activation(relu),
            mean: Linear::new(hidden, latent, Init::Xavier, rng),
            log_variance: Linear::new(hidden, latent, Init::Xavier, rng),
            decoder: Sequential::new()
                .push(Linear::new(latent + more, hidden, Init::He, rng).activation(relu))
                .push(Linear::new(hidden, pixels, Init::Xavier, rng)),
        }
    }

    /// q(z | x) of each picture of `x`, `[N, pixels]`.
    pub fn encode<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Code<'t> {
        let hidden = self.encoder.forward(tape, x);
        Code {
            mean: self.mean.forward(tape, hidden),
            log_variance: self.log_variance.forward(tape, hidden),
        }
    }

    /// The logits of the pixels for each code of `z`, `[N, latent]`.
    pub fn decode<'t>(&self, tape: &'t Tape, z: Var<'t>) -> Var<'t> {
        self.decoder.forward(tape, z)
    }

    /// Both terms of the loss. The tape has to be one for training: there z is drawn. On an evaluating one z is the
    /// mean, and the first term is not the one of the bound.
    pub fn terms<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Terms<'t> {
        let Code { mean, log_variance } = self.encode(tape, x);
        let z = mean.reparameterize(log_variance);
        Terms {
            reconstruction: self.decode(tape, z).bernoulli_loss(&x.value()),
            divergence: mean.gaussian_kl(log_variance),
        }
    }

    /// −(the bound on ln p(x)), in nats a picture: what training makes small.
    pub fn loss<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        let terms = self.terms(tape, x);
        terms.reconstruction + terms.divergence
    }
    // ANCHOR_END: new

    /// How many numbers a code has.
    pub fn latent(&self) -> usize {
        self.mean.weight.value().shape().last()
    }

    /// The pictures of these codes, `[N, latent]` → `[N, pixels]`, each pixel the mean that the decoder gives it.
    pub fn draw(&self, codes: &Tensor) -> Tensor {
        let tape = Tape::new();
        let z = tape.constant(codes.to(&device_of(self)));
        self.decode(&tape, z).sigmoid().value()
    }
}

// ANCHOR: composed
/// The loss once more, from single operations, with ε given: what `reparameterize`, `bernoulli_loss` and
/// `gaussian_kl` put together.
pub fn composed<'t>(vae: &Vae, tape: &'t Tape, x: Var<'t>, noise: Var<'t>) -> Var<'t> {
    let Code { mean, log_variance } = vae.encode(tape, x);
    let n = x.value().dims()[0] as f32;
    let sigma = (0.5 * log_variance).exp();
    let z = mean + sigma * noise;
    let logits = vae.decode(tape, z);
    // −x·ln g − (1 − x)·ln(1 − g) with g = sigmoid(logit)
    let reconstruction = (logits.softplus() - logits * x).sum() / n;
    let divergence = 0.5 * (log_variance.exp() + mean.square() - 1.0 - log_variance).sum() / n;
    reconstruction + divergence
}
// ANCHOR_END: composed

// ANCHOR: conditional
/// A variational autoencoder that is told which digit it is: encoder and decoder get the class beside what they get
/// anyway, as ten numbers of which one is 1. So the code need not say it.
pub struct Conditional {
    vae: Vae,
}

nabla::parts!(Conditional { vae });

impl Conditional {
    /// The same network with `classes` more inputs in two places.
    pub fn new(pixels: usize, hidden: usize, latent: usize, classes: usize, rng: &mut Rng) -> Self {
        let vae = Vae::told(classes, pixels, hidden, latent, rng);
        Conditional { vae }
    }

    /// q(z | x, c). `class` is `[N, classes]`.
    pub fn encode<'t>(&self, tape: &'t Tape, x: Var<'t>, class: Var<'t>) -> Code<'t> {
        self.vae.encode(tape, Var::concat(&[x, class], 1))
    }

    /// Logits of the pixels.
    pub fn decode<'t>(&self, tape: &'t Tape, z: Var<'t>, class: Var<'t>) -> Var<'t> {
        self.vae.decode(tape, Var::concat(&[z, class], 1))
    }

    /// −(the bound on ln p(x | c)), in nats a picture.
    pub fn loss<'t>(&self, tape: &'t Tape, x: Var<'t>, class: Var<'t>) -> Var<'t> {
        let Code { mean, log_variance } = self.encode(tape, x, class);
        let z = mean.reparameterize(log_variance);
        self.decode(tape, z, class).bernoulli_loss(&x.value()) + mean.gaussian_kl(log_variance)
    }
}
// ANCHOR_END: conditional

impl Conditional {
    /// Pictures of the digit `classes[i]` from the codes `[N, latent]`.
    pub fn draw(&self, codes: &Tensor, classes: &Tensor) -> Tensor {
        let tape = Tape::new();
        let (z, class) = (tape.constant(codes.clone()), tape.constant(classes.clone()));
        self.decode(&tape, z, class).sigmoid().value()
    }
}
