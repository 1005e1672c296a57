//! A network that draws, of the scoreboard's sizes: a variational autoencoder.

use super::BATCH;
use nabla::optim::Optimizer;
use nabla::{Activation, Init, Labels, Linear, Module, Rng, Tape, Tensor};

/// From a picture to where it lies among 20 numbers, and from there to a picture.
pub struct Painter {
    encoder: Linear,
    mean: Linear,
    log_variance: Linear,
    decoder: Linear,
    pixels: Linear,
}
nabla::parts!(Painter {
    encoder,
    mean,
    log_variance,
    decoder,
    pixels
});

/// Always the same first weights.
pub fn painter() -> Painter {
    let mut rng = nabla::rng(7);
    let mut layer = |inputs, outputs, activation| {
        Linear::new(inputs, outputs, Init::Xavier, &mut rng).activation(activation)
    };
    Painter {
        encoder: layer(784, 400, Activation::Relu),
        mean: layer(400, 20, Activation::Identity),
        log_variance: layer(400, 20, Activation::Identity),
        decoder: layer(20, 400, Activation::Relu),
        pixels: layer(400, 784, Activation::Identity),
    }
}

/// One step on these rows, with its gradients clipped; returns the loss.
pub fn painting_step(
    painter: &mut Painter,
    optimizer: &mut dyn Optimizer,
    (images, _): &(Tensor, Labels),
    rows: &[usize],
    rng: &mut Rng,
) -> f32 {
    assert!(rows.len() <= BATCH);
    let batch = images.gather_rows(rows);
    let (mut grads, loss) = {
        let tape = Tape::training(rng);
        let seen = painter.encoder.forward(&tape, tape.constant(batch.clone()));
        let mean = painter.mean.forward(&tape, seen);
        let log_variance = painter.log_variance.forward(&tape, seen);
        let drawn = mean.reparameterize(log_variance);
        let logits = (painter.pixels).forward(&tape, painter.decoder.forward(&tape, drawn));
        let loss = logits.bernoulli_loss(&batch) + mean.gaussian_kl(log_variance);
        (loss.backward(), loss.item())
    };
    grads.clip_norm(painter, 1.0);
    optimizer.step(painter, &grads);
    loss
}
