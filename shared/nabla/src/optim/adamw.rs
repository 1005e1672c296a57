//! Adam whose weights also shrink.

use super::adam::Constants;
use super::memory::Memory;
use super::{Optimizer, memory_methods, rate_methods};
use crate::{Grads, Parameters};

/// [`Adam`](super::Adam) with decoupled weight decay (Loshchilov and Hutter, 2017):
///
/// ```text
/// w ← (1 − λ·d)·w          then Adam's step
/// ```
///
/// Adding d·w to the gradient instead, as plain descent may, would divide the decay by √v̂ too, and
/// a weight with large gradients would hardly shrink.
///
/// To start with: d = 0.01, the rest as Adam.
#[derive(Debug, Clone)]
pub struct AdamW {
    rate: f32,
    decay: f32,
    constants: Constants,
    means: Memory<2>,
}

impl AdamW {
    /// Learning rate λ.
    pub fn new(rate: f32) -> Self {
        AdamW {
            rate,
            decay: 0.01,
            constants: Constants::default(),
            means: Memory::default(),
        }
    }

    /// Another d: the part of itself, times λ, that a weight loses at each step.
    pub fn weight_decay(mut self, decay: f32) -> Self {
        self.decay = decay;
        self
    }

    /// Other β₁ and β₂: how much of each running mean stays at each step.
    pub fn betas(mut self, beta1: f32, beta2: f32) -> Self {
        self.constants.betas = (beta1, beta2);
        self
    }

    /// Another ε, which keeps the quotient finite where gradients vanish.
    pub fn epsilon(mut self, epsilon: f32) -> Self {
        self.constants.epsilon = epsilon;
        self
    }
}

impl Default for AdamW {
    /// λ = 0.001.
    fn default() -> Self {
        AdamW::new(0.001)
    }
}

impl Optimizer for AdamW {
    fn step(&mut self, model: &mut dyn Parameters, grads: &Grads) {
        let (rate, constants) = (self.rate, self.constants);
        let decay = self.decay;
        self.means.step(model, grads, |part| {
            let (rate, decay) = (part.group.rate_of(rate), part.group.decay_or(decay));
            constants.update(rate, 1.0 - rate * decay, part);
        });
    }

    rate_methods!();
    memory_methods!(|_| "AdamW", means: ["m", "v"], squares: ["v"], decays: true);
}
