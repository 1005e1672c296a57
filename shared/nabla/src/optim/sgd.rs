//! Gradient descent, plain.

use super::{Optimizer, rate_methods};
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::{Grads, Module};

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
    fn step(&mut self, model: &mut dyn Module, grads: &Grads) {
        let (rate, decay) = (self.rate, self.decay);
        model.visit_mut(&mut |param| {
            let Some(grad) = grads.param(param) else {
                return;
            };
            for_each_chunk([param.value_mut().data_mut()], CHUNK, |start, [w]| {
                for (w, g) in w.iter_mut().zip(&grad.data()[start..]) {
                    *w -= rate * (g + decay * *w);
                }
            });
        });
    }

    rate_methods!();
}
