//! One round of the game: a step of the discriminator (the expert), and a step of the generator (the forger).
//!
//! Every adversarial pair of this lab plays by these two functions, from one number to pictures. The
//! discriminator gives *logits*, one for each example; its output D is the sigmoid of that.

use nabla::{Module, Rng, Tape, Tensor, Var};
use trainer::{Kind, Learner, Rule};

/// The loss of the generator. `D` is the discriminator's output for a forgery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeneratorLoss {
    /// The mean of `ln(1 − D)`: the game as it is written down. Flat where the discriminator is sure.
    Saturating,
    /// The mean of `−ln D`: as if forgeries were to be taken for real. Steep where the discriminator is sure.
    NonSaturating,
    /// The mean of `−f`, against a critic f that gives heights and no verdicts ([`critic_step`]).
    Height,
}

/// A network together with what takes its steps. Two of them play; neither ever changes the other.
pub struct Player<'a, M> {
    /// What it knows.
    pub network: &'a mut M,
    /// How it learns.
    pub learner: &'a mut Learner,
}

/// Adam with a shorter memory than usual, or a longer one: `beta1` is the share of the mean gradient that it keeps.
pub const fn adam(rate: f32, beta1: f32) -> Rule {
    Rule {
        kind: Kind::Adam { beta1 },
        ..Rule::adam(rate)
    }
}

// ANCHOR: discriminator_step
/// One step of the discriminator. It is shown real examples and as many forgeries, and
/// learns to tell them apart: `real_label` for the real ones (1, or a little less), 0
/// for the forged.
///
/// The generator only lends its forgeries: `detach` turns them into plain numbers, and
/// no gradient goes back into it. Returns the loss before the step, on its device.
pub fn discriminator_step<M: Module>(
    discriminator: Player<'_, M>,
    generator: &impl Module,
    real: &Tensor,
    noise: &Tensor,
    real_label: f32,
    rng: &mut Rng,
) -> Tensor {
    let Player { network, learner } = discriminator;
    learner.learn(network, Tape::training(rng), |network, tape| {
        let forged = generator.forward(tape, tape.constant(noise.clone()));
        let of_forged = network.forward(tape, forged.detach());
        let of_real = network.forward(tape, tape.constant(real.clone()));
        against(of_real, real_label) + against(of_forged, 0.0)
    })
}
// ANCHOR_END: discriminator_step

// ANCHOR: generator_step
/// One step of the generator. The gradient comes *through* the discriminator, which says
/// of every forgery in which direction it would look more real; but only the generator
/// is changed: the discriminator is held, and no gradient of its own weights is computed.
/// Returns the generator's loss before the step, on its device.
pub fn generator_step<M: Module>(
    generator: Player<'_, M>,
    discriminator: &impl Module,
    noise: &Tensor,
    loss: GeneratorLoss,
    rng: &mut Rng,
) -> Tensor {
    let Player { network, learner } = generator;
    learner.learn(network, Tape::training(rng), |network, tape| {
        tape.hold(discriminator);
        let forged = network.forward(tape, tape.constant(noise.clone()));
        generator_loss(discriminator.forward(tape, forged), loss)
    })
}
// ANCHOR_END: generator_step

// ANCHOR: critic_step
/// One step of a critic f (Arjovsky, Chintala and Bottou, 2017). It gives every example a height, and learns to set real
/// ones high and forged ones low: the difference of the mean heights is to grow. That it may not grow without end,
/// every weight is then brought back to between −`limit` and `limit`. Returns minus the difference, before the step.
pub fn critic_step<M: Module>(
    critic: Player<'_, M>,
    generator: &impl Module,
    real: &Tensor,
    noise: &Tensor,
    limit: f32,
    rng: &mut Rng,
) -> Tensor {
    let Player { network, learner } = critic;
    let loss = learner.learn(network, Tape::training(rng), |network, tape| {
        let forged = generator.forward(tape, tape.constant(noise.clone()));
        let of_forged = network.forward(tape, forged.detach()).mean();
        let of_real = network.forward(tape, tape.constant(real.clone())).mean();
        of_forged - of_real
    });
    network.visit_mut(&mut |param| {
        for weight in param.value_mut().data_mut() {
            *weight = weight.clamp(-limit, limit);
        }
    });
    loss
}
// ANCHOR_END: critic_step

// ANCHOR: losses
/// The mean cross-entropy of logits against one label for all: `−ln D` for 1,
/// `−ln(1 − D)` for 0.
pub fn against(logits: Var<'_>, label: f32) -> Var<'_> {
    let labels = Tensor::full(logits.shape(), label).to(&logits.value().device());
    logits.sigmoid_cross_entropy(&labels)
}

/// The loss of the generator, given the discriminator's logits for its forgeries.
pub fn generator_loss(logits: Var<'_>, loss: GeneratorLoss) -> Var<'_> {
    match loss {
        GeneratorLoss::Saturating => -against(logits, 0.0),
        GeneratorLoss::NonSaturating => against(logits, 1.0),
        GeneratorLoss::Height => -logits.mean(),
    }
}
// ANCHOR_END: losses
