//! Momentum that looks ahead.

use super::memory::{Memory, faded};
use super::{Optimizer, memory_methods, rate_methods};
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::{Grads, Parameters};

static STEP: crate::gpu::Kernel = crate::gpu::Kernel::new("step_", include_str!("nesterov.wgsl"));

/// Nesterov's accelerated gradient (1983): take the gradient where the velocity is about to lead.
///
/// ```text
/// v ← ν·v + g          w ← w − λ·(g + ν·v)
/// ```
///
/// This is the form of Sutskever et al. (2013) written for the point looked at, so that the gradient
/// is taken where the weights are; PyTorch's too.
#[derive(Debug, Clone)]
pub struct Nesterov {
    rate: f32,
    nu: f32,
    decay: f32,
    velocity: Memory<1>,
}

impl Nesterov {
    /// Learning rate λ and momentum ν (often 0.9).
    pub fn new(rate: f32, nu: f32) -> Self {
        Nesterov {
            rate,
            nu,
            decay: 0.0,
            velocity: Memory::default(),
        }
    }

    /// Adds ½·`decay`·w² of every weight to the loss: g becomes g + `decay`·w.
    pub fn weight_decay(mut self, decay: f32) -> Self {
        self.decay = decay;
        self
    }
}

impl Optimizer for Nesterov {
    fn step(&mut self, model: &mut dyn Parameters, grads: &Grads) {
        let (rate, nu, decay) = (self.rate, self.nu, self.decay);
        self.velocity.step(model, grads, |part| {
            let (rate, decay) = (part.group.rate_of(rate), part.group.decay_or(decay));
            let Some(part) = part.unless_on_gpu(&STEP, &[rate, nu, decay]) else {
                return;
            };
            let (w, g, [v]) = part.slices();
            for_each_chunk([w, v], CHUNK, |start, [w, v]| {
                for ((w, v), g) in w.iter_mut().zip(v).zip(&g[start..]) {
                    let g = g + decay * *w;
                    *v = faded(nu * *v + g, g != 0.0);
                    *w -= rate * (g + nu * *v);
                }
            });
        });
    }

    rate_methods!();
    memory_methods!(|_| "Nesterov", velocity: ["v"], squares: [], decays: true);
}
