//! One round of the game: a step of the expert, and a step of the forger.
//!
//! Every adversarial pair of this lab plays by these two functions, from one number to pictures. The
//! discriminator gives *logits*, one for each example; its opinion is the sigmoid of that.

use nabla::optim::Optimizer;
use nabla::{Module, Rng, Tape, Tensor, Var};

/// What the generator pays for being found out. `D` is the expert's opinion of a forgery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Price {
    /// The mean of `ln(1 − D)`: the game as it is written down. Flat where the expert is sure.
    Saturating,
    /// The mean of `−ln D`: as if forgeries were to be taken for real. Steep where the expert is sure.
    NonSaturating,
}

/// A network together with the rule that changes it. Two of them play; neither ever changes the other.
pub struct Player<'a> {
    /// What it knows.
    pub network: &'a mut dyn Module,
    /// How it learns.
    pub optimizer: &'a mut dyn Optimizer,
}

// ANCHOR: discriminator_step
/// One step of the expert. It is shown real examples and as many forgeries, and
/// learns to tell them apart: `real_label` for the real ones (1, or a little less), 0
/// for the forged.
///
/// The generator only lends its forgeries: `detach` turns them into plain numbers, and
/// no gradient goes back into it. Returns the loss before the step, on its device.
pub fn discriminator_step(
    discriminator: Player<'_>,
    generator: &dyn Module,
    real: &Tensor,
    noise: &Tensor,
    real_label: f32,
    rng: &mut Rng,
) -> Tensor {
    let (loss, grads) = {
        let tape = Tape::training(rng);
        let forged = generator.forward(&tape, tape.constant(noise.clone()));
        let of_forged = discriminator.network.forward(&tape, forged.detach());
        let of_real = discriminator
            .network
            .forward(&tape, tape.constant(real.clone()));
        let loss = against(of_real, real_label) + against(of_forged, 0.0);
        (loss.value(), loss.backward())
    };
    discriminator.optimizer.step(discriminator.network, &grads);
    loss
}
// ANCHOR_END: discriminator_step

// ANCHOR: generator_step
/// One step of the forger. The gradient comes *through* the expert, which says of every
/// forgery in which direction it would look more real; but only the generator is
/// changed. Returns its loss before the step, on its device.
pub fn generator_step(
    generator: Player<'_>,
    discriminator: &dyn Module,
    noise: &Tensor,
    price: Price,
    rng: &mut Rng,
) -> Tensor {
    let (loss, grads) = {
        let tape = Tape::training(rng);
        let forged = generator
            .network
            .forward(&tape, tape.constant(noise.clone()));
        let opinion = discriminator.forward(&tape, forged);
        let loss = generator_loss(opinion, price);
        (loss.value(), loss.backward())
    };
    generator.optimizer.step(generator.network, &grads);
    loss
}
// ANCHOR_END: generator_step

// ANCHOR: losses
/// The mean cross-entropy of logits against one label for all: `−ln D` for 1,
/// `−ln(1 − D)` for 0.
pub fn against(logits: Var<'_>, label: f32) -> Var<'_> {
    let labels = Tensor::full(logits.shape(), label).to(&logits.value().device());
    logits.sigmoid_cross_entropy(&labels)
}

/// What the generator pays, given the expert's logits for its forgeries.
pub fn generator_loss(logits: Var<'_>, price: Price) -> Var<'_> {
    match price {
        Price::Saturating => -against(logits, 0.0),
        Price::NonSaturating => against(logits, 1.0),
    }
}
// ANCHOR_END: losses

/// What a network makes of this input, when it is used and not trained: forgeries of noise, or an expert's logits.
pub fn generate(generator: &dyn Module, noise: &Tensor) -> Tensor {
    let tape = Tape::new();
    generator
        .forward(&tape, tape.constant(noise.clone()))
        .value()
}
