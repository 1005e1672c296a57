//! Chance as an input of the network.

use crate::kernels::normal::{Noise, fill};
use crate::tape::{Mode, Tape, Var};
use crate::{Device, Shape, Tensor};

impl Tape {
    /// Standard normal noise: a constant whose numbers depend on the tape's seed, on how many random
    /// choices were made on it before, and on their place.
    ///
    /// # Panics
    /// On an evaluating tape, which has no seed.
    #[track_caller]
    pub fn normal(&self, shape: impl Into<Shape>) -> Var<'_> {
        self.normal_on(shape, &Device::Cpu)
    }

    /// The same on `device`: the same numbers, but for rounding.
    ///
    /// # Panics
    /// On an evaluating tape, which has no seed.
    #[track_caller]
    pub fn normal_on(&self, shape: impl Into<Shape>, device: &Device) -> Var<'_> {
        let Mode::Training { seed } = self.mode() else {
            panic!(
                "normal: this tape is for evaluating and has no seed; make it with Tape::training(&mut rng), or draw with Tensor::normal(shape, &mut rng)"
            );
        };
        let noise = Noise::new(seed, self.next_choice());
        self.constant(numbers(noise, shape.into(), device))
    }
}

#[track_caller]
fn numbers(noise: Noise, shape: Shape, device: &Device) -> Tensor {
    if let Device::Gpu(gpu) = device {
        return super::reparameterize::gpu::fill(gpu, noise, shape);
    }
    let mut numbers = Tensor::scratch(shape);
    fill(noise, numbers.data_mut());
    numbers.to(device)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng;

    #[test]
    fn each_draw_is_another_and_a_seed_repeats_them() {
        let draws = |seed| {
            let tape = Tape::training(&mut rng(seed));
            [tape.normal([100]).value(), tape.normal([100]).value()]
        };
        let [a, b] = draws(1);
        let [c, _] = draws(2);
        assert_eq!(draws(1), [a.clone(), b.clone()]);
        assert!(a != b && a != c);
    }

    #[test]
    #[should_panic(expected = "make it with Tape::training(&mut rng), or draw with Tensor::normal")]
    fn a_tape_for_evaluating_has_none() {
        Tape::new().normal([2]);
    }
}
