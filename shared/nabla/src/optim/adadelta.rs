//! Steps in the weights' own units.

use super::memory::{Memory, faded};
use super::{Optimizer, memory_methods, rate_methods};
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::{Grads, Parameters};

static STEP: crate::gpu::Kernel = crate::gpu::Kernel::new("step_", include_str!("adadelta.wgsl"));

/// Scales each gradient by the size of recent steps over the size of recent gradients (Zeiler,
/// 2012), so that a step has the weight's unit and λ = 1 needs no tuning:
///
/// ```text
/// s ← ρ·s + (1 − ρ)·g²          δ = g·√(u + ε)/√(s + ε)
/// u ← ρ·u + (1 − ρ)·δ²          w ← w − λ·δ
/// ```
///
/// To start with: ρ = 0.9, ε = 10⁻⁶.
#[derive(Debug, Clone)]
pub struct Adadelta {
    rate: f32,
    rho: f32,
    epsilon: f32,
    means: Memory<2>,
}

impl Adadelta {
    /// Learning rate λ; 1 in the paper.
    pub fn new(rate: f32) -> Self {
        Adadelta {
            rate,
            rho: 0.9,
            epsilon: 1e-6,
            means: Memory::default(),
        }
    }

    /// Another ρ: how much of both running means stays at each step.
    pub fn rho(mut self, rho: f32) -> Self {
        self.rho = rho;
        self
    }

    /// Another ε: it sets the size of the very first step.
    pub fn epsilon(mut self, epsilon: f32) -> Self {
        self.epsilon = epsilon;
        self
    }
}

impl Default for Adadelta {
    /// λ = 1.
    fn default() -> Self {
        Adadelta::new(1.0)
    }
}

impl Optimizer for Adadelta {
    fn step(&mut self, model: &mut dyn Parameters, grads: &Grads) {
        let (rate, rho, epsilon) = (self.rate, self.rho, self.epsilon);
        self.means.step(model, grads, |part| {
            let rate = part.group.rate_of(rate);
            let Some(part) = part.unless_on_gpu(&STEP, &[rate, rho, epsilon]) else {
                return;
            };
            let (w, g, [s, u]) = part.slices();
            for_each_chunk([w, s, u], CHUNK, |start, [w, s, u]| {
                for (((w, s), u), g) in w.iter_mut().zip(s).zip(u).zip(&g[start..]) {
                    *s = faded(rho * *s + (1.0 - rho) * g * g, *g != 0.0);
                    let step = g * (*u + epsilon).sqrt() / (*s + epsilon).sqrt();
                    *u = faded(rho * *u + (1.0 - rho) * step * step, *g != 0.0);
                    *w -= rate * step;
                }
            });
        });
    }

    rate_methods!();
    memory_methods!(|_| "Adadelta", means: ["s", "u"], squares: ["s", "u"], decays: false);
}
