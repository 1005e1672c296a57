//! Gradient descent, plain.

use super::Optimizer;
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::{Grads, Module};

/// w ← w − λ·g. "Stochastic" says only that g comes from a batch.
#[derive(Debug, Clone)]
pub struct Sgd {
    rate: f32,
}

impl Sgd {
    /// Gradient descent with learning rate λ.
    pub fn new(rate: f32) -> Self {
        Sgd { rate }
    }
}

impl Optimizer for Sgd {
    fn step(&mut self, model: &mut dyn Module, grads: &Grads) {
        let rate = self.rate;
        model.visit_mut(&mut |param| {
            let Some(grad) = grads.param(param) else {
                return;
            };
            for_each_chunk([param.value_mut().data_mut()], CHUNK, |start, [w]| {
                for (w, g) in w.iter_mut().zip(&grad.data()[start..]) {
                    *w -= rate * g;
                }
            });
        });
    }

    fn rate(&self) -> f32 {
        self.rate
    }

    fn set_rate(&mut self, rate: f32) {
        self.rate = rate;
    }
}
