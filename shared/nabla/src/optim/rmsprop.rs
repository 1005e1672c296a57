//! A step size of its own for every weight.

use super::memory::{Memory, faded};
use super::{Optimizer, memory_methods, rate_methods};
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::{Grads, Parameters};

static STEP: crate::gpu::Kernel = crate::gpu::Kernel::new("step_", include_str!("rmsprop.wgsl"));

/// Divides each gradient by the root of a running mean of its squares (Hinton, *Neural Networks for
/// Machine Learning*, lecture 6e, 2012): a weight with small gradients gets as far as one with large
/// ones.
///
/// ```text
/// s ← α·s + (1 − α)·g²          w ← w − λ·g/(√s + ε)
/// ```
///
/// To start with: α = 0.99, ε = 10⁻⁸.
#[derive(Debug, Clone)]
pub struct RmsProp {
    rate: f32,
    alpha: f32,
    epsilon: f32,
    squares: Memory<1>,
}

impl RmsProp {
    /// Learning rate λ.
    pub fn new(rate: f32) -> Self {
        RmsProp {
            rate,
            alpha: 0.99,
            epsilon: 1e-8,
            squares: Memory::default(),
        }
    }

    /// Another α: how much of the running mean stays at each step.
    pub fn alpha(mut self, alpha: f32) -> Self {
        self.alpha = alpha;
        self
    }

    /// Another ε, which keeps the quotient finite where gradients vanish.
    pub fn epsilon(mut self, epsilon: f32) -> Self {
        self.epsilon = epsilon;
        self
    }
}

impl Default for RmsProp {
    /// λ = 0.01.
    fn default() -> Self {
        RmsProp::new(0.01)
    }
}

impl Optimizer for RmsProp {
    fn step(&mut self, model: &mut dyn Parameters, grads: &Grads) {
        let (rate, alpha, epsilon) = (self.rate, self.alpha, self.epsilon);
        self.squares.step(model, grads, |part| {
            let rate = part.group.rate_of(rate);
            let Some(part) = part.unless_on_gpu(&STEP, &[rate, alpha, epsilon]) else {
                return;
            };
            let (w, g, [s]) = part.slices();
            for_each_chunk([w, s], CHUNK, |start, [w, s]| {
                for ((w, s), g) in w.iter_mut().zip(s).zip(&g[start..]) {
                    *s = faded(alpha * *s + (1.0 - alpha) * g * g, *g != 0.0);
                    *w -= rate * g / (s.sqrt() + epsilon);
                }
            });
        });
    }

    rate_methods!();
    memory_methods!(|_| "RmsProp", squares: ["s"], squares: ["s"], decays: false);
}
