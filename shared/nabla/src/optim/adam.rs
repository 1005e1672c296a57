//! Momentum and a step size for every weight, together.

use super::memory::{Memory, Part};
use super::{Optimizer, rate_methods};
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::{Grads, Module};

/// Running means of the gradient and of its square, freed from their start at zero (Kingma and Ba,
/// 2014):
///
/// ```text
/// m ← β₁·m + (1 − β₁)·g          m̂ = m/(1 − β₁ᵗ)
/// v ← β₂·v + (1 − β₂)·g²         v̂ = v/(1 − β₂ᵗ)          w ← w − λ·m̂/(√v̂ + ε)
/// ```
///
/// To start with: β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸. t counts the steps of each parameter.
#[derive(Debug, Clone)]
pub struct Adam {
    rate: f32,
    constants: Constants,
    means: Memory<2>,
}

/// β₁, β₂ and ε, which [`AdamW`](super::AdamW) has too.
#[derive(Debug, Clone, Copy)]
pub(super) struct Constants {
    pub betas: (f32, f32),
    pub epsilon: f32,
}

impl Default for Constants {
    fn default() -> Self {
        Constants {
            betas: (0.9, 0.999),
            epsilon: 1e-8,
        }
    }
}

impl Constants {
    /// A step of one parameter, after every weight was multiplied by `keep`.
    pub fn update(self, rate: f32, keep: f32, part: Part<2>) {
        let ((b1, b2), epsilon) = (self.betas, self.epsilon);
        // In double precision: 1 − 0.999 would lose four of seven digits.
        let correction = |beta: f32| 1.0 - f64::from(beta).powf(f64::from(part.steps));
        let pace = (f64::from(rate) / correction(b1)) as f32;
        let root = (1.0 / correction(b2).sqrt()) as f32;
        let [m, v] = part.memory;
        for_each_chunk([part.w, m, v], CHUNK, |start, [w, m, v]| {
            for (((w, m), v), g) in w.iter_mut().zip(m).zip(v).zip(&part.g[start..]) {
                *m = b1 * *m + (1.0 - b1) * g;
                *v = b2 * *v + (1.0 - b2) * g * g;
                *w = keep * *w - pace * *m / (v.sqrt() * root + epsilon);
            }
        });
    }
}

impl Adam {
    /// Learning rate λ.
    pub fn new(rate: f32) -> Self {
        Adam {
            rate,
            constants: Constants::default(),
            means: Memory::default(),
        }
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

impl Default for Adam {
    /// λ = 0.001.
    fn default() -> Self {
        Adam::new(0.001)
    }
}

impl Optimizer for Adam {
    fn step(&mut self, model: &mut dyn Module, grads: &Grads) {
        let (rate, constants) = (self.rate, self.constants);
        self.means
            .step(model, grads, |part| constants.update(rate, 1.0, part));
    }

    rate_methods!();
}
