//! Momentum and a step size for every weight, together.

use super::memory::{Memory, Part, faded};
use super::{Optimizer, memory_methods, rate_methods};
use crate::kernels::threads::{CHUNK, for_each_chunk};
use crate::{Grads, Parameters};

static STEP: crate::gpu::Kernel = crate::gpu::Kernel::new("step_", include_str!("adam.wgsl"));

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
    /// A gradient below this has a square so small, as a part of v, that a processor computes with it many
    /// times more slowly. √v̂ + ε comes out the same without it, unless ε is tiny itself: then this is 0,
    /// and no gradient is below it.
    fn unseen(self) -> f32 {
        let smallest = f64::from(f32::MIN_POSITIVE) / (1.0 - f64::from(self.betas.1));
        let below = smallest.sqrt() as f32;
        let half_a_digit = 0.25 * f32::EPSILON * self.epsilon;
        if below < half_a_digit { below } else { 0.0 }
    }

    /// A step of one parameter, after every weight was multiplied by `keep`.
    pub fn update(self, rate: f32, keep: f32, part: Part<2>) {
        let ((b1, b2), epsilon) = (self.betas, self.epsilon);
        // In double precision: 1 − 0.999 would lose four of seven digits.
        let correction = |beta: f32| 1.0 - f64::from(beta).powf(f64::from(part.steps));
        let pace = (f64::from(rate) / correction(b1)) as f32;
        let root = (1.0 / correction(b2).sqrt()) as f32;
        let Some(part) = part.unless_on_gpu(&STEP, &[b1, b2, keep, pace, root, epsilon]) else {
            return;
        };
        let unseen = self.unseen();
        let (w, g, [m, v]) = part.slices();
        for_each_chunk([w, m, v], CHUNK, |start, [w, m, v]| {
            for (((w, m), v), g) in w.iter_mut().zip(m).zip(v).zip(&g[start..]) {
                let seen = if g.abs() < unseen { 0.0 } else { *g };
                *m = faded(b1 * *m + (1.0 - b1) * g, *g != 0.0);
                let is_fed = (unseen == 0.0) & ((*g != 0.0) | (*m != 0.0));
                *v = faded(b2 * *v + (1.0 - b2) * seen * seen, is_fed);
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
    fn step(&mut self, model: &mut dyn Parameters, grads: &Grads) {
        let (rate, constants) = (self.rate, self.constants);
        self.means.step(model, grads, |part| {
            constants.update(part.group.rate_of(rate), 1.0, part);
        });
    }

    rate_methods!();
    memory_methods!(|_| "Adam", means: ["m", "v"], squares: ["v"], decays: false);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tensor;
    use crate::optim::Group;

    #[test]
    fn the_means_of_a_dead_unit_end_at_zero_and_not_just_above() {
        let [mut w, mut m, mut v] = [0.5, 0.0, 0.0].map(Tensor::scalar);
        for steps in 1..200_000 {
            let g = if steps == 1 { 1.0 } else { 0.0 };
            Constants::default().update(
                0.001,
                1.0,
                Part {
                    w: &mut w,
                    g: &Tensor::scalar(g),
                    memory: [&mut m, &mut v],
                    steps,
                    group: Group::default(),
                },
            );
            assert!(
                !m.item().is_subnormal() && !v.item().is_subnormal(),
                "step {steps}"
            );
        }
        assert_eq!((m.item(), v.item()), (0.0, 0.0));
    }
}
