//! Gradient descent with a memory: a ball that keeps rolling.

use super::memory::{Memory, faded};
use super::{Optimizer, memory_methods, rate_methods};
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::{Grads, Parameters};

static STEP: crate::gpu::Kernel = crate::gpu::Kernel::new("step_", include_str!("momentum.wgsl"));

/// The velocity v is a sum of past gradients, each counting ν times less than the one after it
/// (Polyak, 1964):
///
/// ```text
/// new:       v ← ν·v + g                      w ← w − λ·v
/// syllabus:  Δ ← −(1 − ν)·λ·g + ν·Δ           w ← w + Δ
/// ```
///
/// At the same λ and ν the second moves 1 − ν times as far. They differ in one more way: change λ
/// on the way and the first rescales the whole past at once, the second only what comes.
#[derive(Debug, Clone)]
pub struct Momentum {
    rate: f32,
    nu: f32,
    decay: f32,
    averages: bool,
    velocity: Memory<1>,
}

impl Momentum {
    /// The usual form, as in PyTorch and Keras: learning rate λ, momentum ν (often 0.9).
    pub fn new(rate: f32, nu: f32) -> Self {
        Momentum {
            rate,
            nu,
            decay: 0.0,
            averages: false,
            velocity: Memory::default(),
        }
    }

    /// The form in which the step Δ is a running average (Yakushin, 2017, eq. 5), so that ν changes
    /// how smooth a path is but not how fast: Δ(t+1) = −(1 − ν)·λ·∇ + ν·Δ(t).
    pub fn syllabus(rate: f32, nu: f32) -> Self {
        Momentum {
            averages: true,
            ..Momentum::new(rate, nu)
        }
    }

    /// Adds ½·`decay`·w² of every weight to the loss: g becomes g + `decay`·w.
    pub fn weight_decay(mut self, decay: f32) -> Self {
        self.decay = decay;
        self
    }
}

impl Optimizer for Momentum {
    fn step(&mut self, model: &mut dyn Parameters, grads: &Grads) {
        let (rate, nu, decay, averages) = (self.rate, self.nu, self.decay, self.averages);
        self.velocity.step(model, grads, |part| {
            let (rate, decay) = (part.group.rate_of(rate), part.group.decay_or(decay));
            // Both forms are v ← ν·v + gain·g, w ← w − pace·v; in the second, v is −Δ.
            let (gain, pace) = if averages {
                ((1.0 - nu) * rate, 1.0)
            } else {
                (1.0, rate)
            };
            let Some(part) = part.unless_on_gpu(&STEP, &[nu, gain, pace, decay]) else {
                return;
            };
            let (w, g, [v]) = part.slices();
            for_each_chunk([w, v], CHUNK, |start, [w, v]| {
                for ((w, v), g) in w.iter_mut().zip(v).zip(&g[start..]) {
                    let g = g + decay * *w;
                    *v = faded(nu * *v + gain * g, g != 0.0);
                    *w -= pace * *v;
                }
            });
        });
    }

    rate_methods!();
    memory_methods!(|this| if this.averages { "Momentum, averaged" } else { "Momentum" }, velocity: ["v"], squares: [], decays: true);
}
