//! Gradient descent, plain.

use super::memory::Memory;
use super::{Optimizer, memory_methods, rate_methods};
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::{Grads, Parameters};

static STEP: crate::gpu::Kernel = crate::gpu::Kernel::new("step_", include_str!("sgd.wgsl"));

/// w ← w − λ·g. "Stochastic" says only that g comes from a batch.
#[derive(Debug, Clone)]
pub struct Sgd {
    rate: f32,
    decay: f32,
    /// Of nothing: only which parameters make a group.
    memory: Memory<0>,
}

impl Sgd {
    /// Gradient descent with learning rate λ.
    pub fn new(rate: f32) -> Self {
        Sgd {
            rate,
            decay: 0.0,
            memory: Memory::default(),
        }
    }

    /// Adds ½·`decay`·w² of every weight to the loss: g becomes g + `decay`·w.
    pub fn weight_decay(mut self, decay: f32) -> Self {
        self.decay = decay;
        self
    }
}

impl Optimizer for Sgd {
    fn step(&mut self, model: &mut dyn Parameters, grads: &Grads) {
        let (rate, decay) = (self.rate, self.decay);
        self.memory.step(model, grads, |part| {
            let (rate, decay) = (part.group.rate_of(rate), part.group.decay_or(decay));
            let Some(part) = part.unless_on_gpu(&STEP, &[rate, decay]) else {
                return;
            };
            let (w, g, []) = part.slices();
            for_each_chunk([w], CHUNK, |start, [w]| {
                for (w, g) in w.iter_mut().zip(&g[start..]) {
                    *w -= rate * (g + decay * *w);
                }
            });
        });
    }

    rate_methods!();
    memory_methods!(|_| "Sgd", memory: [], squares: [], decays: true);
}
