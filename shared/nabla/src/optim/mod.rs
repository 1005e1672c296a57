//! Optimisers: what to do with a gradient.

mod sgd;

pub use sgd::Sgd;

use crate::{Grads, Module};

/// A rule that changes a model's parameters, given the gradients of its loss.
pub trait Optimizer {
    /// One step. Parameters that have no part in the loss stay as they are.
    fn step(&mut self, model: &mut dyn Module, grads: &Grads);

    /// The learning rate now.
    fn rate(&self) -> f32;

    /// Sets the learning rate, as a schedule asks.
    fn set_rate(&mut self, rate: f32);
}
