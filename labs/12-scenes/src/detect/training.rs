//! A detector learns on scenes that are never the same: each batch is drawn anew.

use super::network::{self, Balance, Batch};
use crate::scene::Plan;
use datasets::Images;
use nabla::Sequential;
use trainer::{Recipe, Rule, Training};

/// Adam with a rate of 0.004 that falls along half a cosine.
pub const fn recipe(batch: usize, epochs: usize, seed: u64) -> Recipe {
    Recipe::new(Rule::adam(0.004).cosine(), batch, epochs).seed(seed)
}

// ANCHOR: epoch
/// An epoch of new scenes of these digits; `after` gets the loss of each step. Returns their mean.
pub fn epoch(
    training: &mut Training<Sequential>,
    digits: &Images,
    balance: Balance,
    mut after: impl FnMut(f32),
) -> f32 {
    let device = training.device.clone();
    training.epoch(
        |places, rng| {
            let scenes = places.iter().map(|_| Plan::USUAL.scene(digits, rng));
            Batch::of(&scenes.collect::<Vec<_>>(), &device)
        },
        |model, tape, batch| network::loss(model, tape, &batch, balance),
        |_, loss| after(loss),
    )
}
// ANCHOR_END: epoch
