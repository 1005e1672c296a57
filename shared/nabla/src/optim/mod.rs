//! Optimisers: what to do with a gradient.
//!
//! Each is one file: the formula, where it comes from, and a single loop over weights, gradients and
//! memory together, so that each number is fetched once. The starting values are PyTorch's, so the
//! two can be compared step by step (`tests/reference` does).
//!
//! One thing makes a step faster: let the tape go out of scope before it. A tape shares the numbers
//! of the parameters that were used on it, and what is shared has to be copied before it changes.
//!
//! ```
//! # use nabla::{Init, Labels, Linear, Module, Tape, Tensor, optim::{Adam, Optimizer}};
//! # let mut model = Linear::new(4, 3, Init::He, &mut nabla::rng(1));
//! # let (images, labels) = (Tensor::ones([2, 4]), Labels::new(&[0, 2], 3));
//! let mut optimizer = Adam::new(0.001);
//! let grads = {
//!     let tape = Tape::new();
//!     let logits = model.forward(&tape, tape.constant(images));
//!     logits.softmax_cross_entropy(&labels).backward()
//! };
//! optimizer.step(&mut model, &grads);
//! ```

mod adadelta;
mod adam;
mod adamw;
mod clipping;
mod memory;
mod momentum;
mod nesterov;
mod rmsprop;
mod schedule;
mod sgd;

pub use adadelta::Adadelta;
pub use adam::Adam;
pub use adamw::AdamW;
pub use momentum::Momentum;
pub use nesterov::Nesterov;
pub use rmsprop::RmsProp;
pub use schedule::Schedule;
pub use sgd::Sgd;

use crate::{Grads, Parameters, Tensor};

/// A rule that changes a model's parameters, given the gradients of its loss.
///
/// An optimiser remembers things about each parameter, in the order in which the model shows them.
/// So use one optimiser for one model.
pub trait Optimizer {
    /// One step. Parameters that have no part in the loss stay as they are.
    fn step(&mut self, model: &mut dyn Parameters, grads: &Grads);

    /// The learning rate now.
    fn rate(&self) -> f32;

    /// Sets the learning rate, as a schedule asks.
    fn set_rate(&mut self, rate: f32);

    /// What a file calls this rule: `Adam`.
    fn name(&self) -> &'static str;

    /// What it calls the tensors that it keeps for each parameter, each of the parameter's shape.
    fn keeps(&self) -> &'static [&'static str];

    /// Those of them that are means of squares. A file in which one is negative is refused: its root
    /// would be NaN.
    fn squares(&self) -> &'static [&'static str] {
        &[]
    }

    /// What it remembers, for each trainable parameter in the model's order; empty before the first
    /// step. With this, the rate and the weights, a training goes on as if it had never stopped.
    fn memory(&self) -> Vec<Remembered>;

    /// Remembers this in place of what it has.
    ///
    /// # Panics
    /// If there is not one tensor for each name in [`keeps`](Self::keeps).
    fn set_memory(&mut self, memory: Vec<Remembered>);
}

/// What an optimiser remembers about one parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Remembered {
    /// How many steps the parameter has made.
    pub steps: u32,
    /// One tensor for each name in [`Optimizer::keeps`].
    pub tensors: Vec<Tensor>,
}

/// The two methods about the rate, which read the same for every optimiser.
macro_rules! rate_methods {
    () => {
        fn rate(&self) -> f32 {
            self.rate
        }

        fn set_rate(&mut self, rate: f32) {
            self.rate = rate;
        }
    };
}
use rate_methods;

/// The methods about what is remembered.
macro_rules! memory_methods {
    ($name:expr, $memory:ident: $keeps:expr, squares: $squares:expr) => {
        fn squares(&self) -> &'static [&'static str] {
            &$squares
        }

        memory_methods!($name, $memory: $keeps);
    };
    ($name:expr, $memory:ident: $keeps:expr) => {
        fn name(&self) -> &'static str {
            let name: fn(&Self) -> &'static str = $name;
            name(self)
        }

        fn keeps(&self) -> &'static [&'static str] {
            &$keeps
        }

        fn memory(&self) -> Vec<super::Remembered> {
            self.$memory.remembered()
        }

        #[track_caller]
        fn set_memory(&mut self, memory: Vec<super::Remembered>) {
            self.$memory.remember(memory);
        }
    };
}
use memory_methods;
