//! Tapes and gradients, to be looked at.

use super::{Grads, Record, Tape, Var};
use crate::nn::{Param, Parameters};
use crate::ops::Op;
use crate::{Shape, Tensor};

impl Tape {
    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.borrow().len()
    }

    /// Nothing recorded yet?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the tape holds, one line a record: for reading.
    pub fn listing(&self) -> String {
        let line = |(i, record): (usize, &Record)| {
            let kind = match &record.op {
                Op::Leaf if record.param.is_some() && record.wants_grad => "parameter".to_string(),
                Op::Leaf if record.param.is_some() => "parameter, held".to_string(),
                Op::Leaf if record.wants_grad => "variable".to_string(),
                Op::Leaf => "constant".to_string(),
                op => op.name(),
            };
            format!("{i:>3}  {kind:<20} {}\n", record.value.shape())
        };
        self.records.borrow().iter().enumerate().map(line).collect()
    }
}

impl<'t> Var<'t> {
    /// The value of a single number.
    ///
    /// # Panics
    /// If there are more.
    #[track_caller]
    pub fn item(self) -> f32 {
        self.value().item()
    }

    /// The axis sizes.
    pub fn shape(self) -> Shape {
        self.tape.records.borrow()[self.id.0 as usize].value.shape()
    }

    /// The tape this value is on.
    pub fn tape(self) -> &'t Tape {
        self.tape
    }

    /// The same numbers as a constant: no gradient flows back through it.
    pub fn detach(self) -> Var<'t> {
        self.tape.constant(self.value())
    }

    /// Two operands must be on the same tape: an index means nothing on another.
    #[track_caller]
    pub(crate) fn check_same_tape(self, other: Var<'_>) {
        assert!(
            std::ptr::eq(self.tape, other.tape),
            "the two values are on different tapes; make both with the same Tape"
        );
    }
}

impl Grads {
    /// The gradient with respect to `var`, if the loss depends on it.
    pub fn get(&self, var: Var<'_>) -> Option<&Tensor> {
        if var.tape.number != self.tape {
            return None;
        }
        let slots = &self.slots[..self.records];
        slots.get(var.id.0 as usize)?.grad.as_ref()
    }

    /// The gradient with respect to `var`.
    ///
    /// # Panics
    /// If there is none: `var` is a constant, an intermediate value, on another tape, or has no part
    /// in the loss.
    #[track_caller]
    pub fn of(&self, var: Var<'_>) -> &Tensor {
        self.get(var).expect(
            "no gradient for this value: make it with Tape::variable on the loss's own tape, use it in \
             the loss, and for an intermediate value call backward_keeping_all",
        )
    }

    /// The gradient with respect to a model's parameter, if the loss depends on it.
    pub fn param(&self, param: &Param) -> Option<&Tensor> {
        let at = self.place_of(param.id())?;
        self.slots[at].grad.as_ref()
    }

    /// Calls `f` with each of the model's parameters and its gradient, in the model's order, to look at
    /// them. A parameter that has no part in the loss is passed over.
    pub fn for_each(&self, model: &(impl Parameters + ?Sized), mut f: impl FnMut(&Param, &Tensor)) {
        model.visit(&mut |param| {
            if let Some(grad) = self.param(param) {
                f(param, grad);
            }
        });
    }

    /// The same, to change the gradients: to send them to other workers and put the mean in their
    /// place, say.
    pub fn for_each_mut(
        &mut self,
        model: &(impl Parameters + ?Sized),
        mut f: impl FnMut(&Param, &mut Tensor),
    ) {
        model.visit(&mut |param| {
            if let Some(at) = self.place_of(param.id())
                && let Some(grad) = &mut self.slots[at].grad
            {
                f(param, grad);
            }
        });
    }
}
