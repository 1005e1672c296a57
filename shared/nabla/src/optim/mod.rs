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
mod group;
mod memory;
mod momentum;
mod nesterov;
mod rmsprop;
mod schedule;
mod sgd;

pub use adadelta::Adadelta;
pub use adam::Adam;
pub use adamw::AdamW;
pub use group::Group;
pub use momentum::Momentum;
pub use nesterov::Nesterov;
pub use rmsprop::RmsProp;
pub use schedule::Schedule;
pub use sgd::Sgd;

use crate::{Grads, Param, Parameters, Tensor};

/// A rule that changes a model's parameters, given the gradients of its loss.
///
/// What an optimiser remembers, it remembers of each parameter, whatever model shows it
/// ([`Param::id`]). So one optimiser may serve several parts in turn, and layers may be added or change
/// places between two steps. A *copy* of a model consists of other parameters, which start afresh.
pub trait Optimizer {
    /// One step of each parameter. Those that have no part in the loss stay as they are.
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
    fn squares(&self) -> &'static [&'static str];

    /// What it remembers of a parameter; nothing before its first step. With this, the rate and the
    /// weights, a training goes on as if it had never stopped.
    fn memory(&self, param: &Param) -> Option<Remembered>;

    /// Remembers this of a parameter in place of what it has.
    ///
    /// # Panics
    /// If there is not one tensor of the parameter's shape for each name in [`keeps`](Self::keeps).
    fn set_memory(&mut self, param: &Param, memory: Option<Remembered>);

    /// Has it a weight decay?
    fn has_decay(&self) -> bool;

    /// Says what is special about a parameter; [`group`](Self::group) does so for a whole part.
    fn set_group(&mut self, param: &Param, group: Group);

    /// The same optimiser, with a rate or a decay of their own for the parameters of a part. As
    /// `param_groups` in PyTorch.
    ///
    /// ```
    /// use nabla::optim::{Adam, Group, Optimizer};
    /// # use nabla::{Init, Linear};
    /// # let backbone = Linear::new(4, 3, Init::He, &mut nabla::rng(1));
    /// // What was trained before is only to be changed a little.
    /// let optimizer = Adam::new(1e-3).group(&backbone, Group::new().rate(0.1));
    /// ```
    ///
    /// # Panics
    /// If the group has a decay and the optimiser has none.
    #[track_caller]
    fn group(mut self, part: &(impl Parameters + ?Sized), group: Group) -> Self
    where
        Self: Sized,
    {
        assert!(
            self.has_decay() || !group.has_decay(),
            "{} has no weight decay; AdamW, Sgd, Momentum and Nesterov have",
            self.name()
        );
        part.visit(&mut |param| {
            if param.is_trainable() {
                self.set_group(param, group);
            }
        });
        self
    }
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

/// The methods about what is remembered, and of whom.
macro_rules! memory_methods {
    ($name:expr, $memory:ident: $keeps:expr, squares: $squares:expr, decays: $decays:expr) => {
        fn name(&self) -> &'static str {
            let name: fn(&Self) -> &'static str = $name;
            name(self)
        }

        fn keeps(&self) -> &'static [&'static str] {
            &$keeps
        }

        fn squares(&self) -> &'static [&'static str] {
            &$squares
        }

        fn memory(&self, param: &crate::Param) -> Option<super::Remembered> {
            self.$memory.remembered(param)
        }

        #[track_caller]
        fn set_memory(&mut self, param: &crate::Param, memory: Option<super::Remembered>) {
            self.$memory.remember(param, memory);
        }

        fn has_decay(&self) -> bool {
            $decays
        }

        fn set_group(&mut self, param: &crate::Param, group: super::Group) {
            self.$memory.set_group(param, group);
        }
    };
}
use memory_methods;
