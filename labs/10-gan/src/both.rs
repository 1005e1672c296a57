//! A pair in a file: both networks, and what both optimisers remember.

use nabla::optim::{Adam, Optimizer, Remembered};
use nabla::{Grads, Parameters};

/// Two optimisers as one, for a file: the memory of the first, then that of the second, as a model of two halves
/// shows its parameters.
pub struct Both<'a> {
    optimizers: &'a mut [Adam; 2],
    /// How many parameters the first one trains.
    first: usize,
}

impl<'a> Both<'a> {
    /// The first one trains the first half of the model, `first`; the second the rest.
    pub fn new(optimizers: &'a mut [Adam; 2], first: &dyn Parameters) -> Self {
        let mut count = 0;
        first.visit(&mut |param| count += usize::from(param.is_trainable()));
        Both {
            optimizers,
            first: count,
        }
    }
}

impl Optimizer for Both<'_> {
    /// # Panics
    /// Always: each half is moved by its own optimiser, in its own turn.
    fn step(&mut self, _model: &mut dyn Parameters, _grads: &Grads) {
        panic!("two optimisers that take turns have no common step");
    }

    fn rate(&self) -> f32 {
        self.optimizers[0].rate()
    }

    fn set_rate(&mut self, rate: f32) {
        for optimizer in self.optimizers.iter_mut() {
            optimizer.set_rate(rate);
        }
    }

    fn name(&self) -> &'static str {
        "two Adam"
    }

    fn keeps(&self) -> &'static [&'static str] {
        self.optimizers[0].keeps()
    }

    fn squares(&self) -> &'static [&'static str] {
        self.optimizers[0].squares()
    }

    fn memory(&self) -> Vec<Remembered> {
        let both = self.optimizers.iter();
        both.flat_map(|optimizer| optimizer.memory()).collect()
    }

    fn set_memory(&mut self, mut memory: Vec<Remembered>) {
        let second = memory.split_off(self.first.min(memory.len()));
        let [one, other] = self.optimizers;
        one.set_memory(memory);
        other.set_memory(second);
    }
}
