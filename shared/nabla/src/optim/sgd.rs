//! Gradient descent, plain.

use super::memory::{Part, hand_over};
use super::{Optimizer, Remembered, rate_methods};
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::{Grads, Parameters};

static STEP: crate::gpu::Kernel = crate::gpu::Kernel::new("step_", include_str!("sgd.wgsl"));

/// w ← w − λ·g. "Stochastic" says only that g comes from a batch.
#[derive(Debug, Clone)]
pub struct Sgd {
    rate: f32,
    decay: f32,
}

impl Sgd {
    /// Gradient descent with learning rate λ.
    pub fn new(rate: f32) -> Self {
        Sgd { rate, decay: 0.0 }
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
        model.visit_mut(&mut |param| {
            let Some(grad) = grads.param(param) else {
                return;
            };
            let part = Part {
                w: param.value_mut(),
                g: grad,
                memory: [],
                steps: 0,
            };
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
        hand_over(model);
    }

    rate_methods!();

    fn name(&self) -> &'static str {
        "Sgd"
    }

    fn keeps(&self) -> &'static [&'static str] {
        &[]
    }

    fn memory(&self) -> Vec<Remembered> {
        Vec::new()
    }

    fn set_memory(&mut self, _nothing: Vec<Remembered>) {}
}
