//! Rules that look beyond their own record: an operation with several results, each a record, and
//! one that knows a shorter way from what its input was made of.

use super::{Grads, Id, Tape, Values};
use crate::Tensor;
use crate::ops::{Embedding, Op};
use std::cell::Ref;

impl Tape {
    /// What `id` was looked up in, and by which tokens, if that is how it came about.
    pub(crate) fn looked_up(&self, id: Id) -> Option<Ref<'_, Embedding>> {
        Ref::filter_map(self.records.borrow(), |records| {
            Values { records }.looked_up(id)
        })
        .ok()
    }
}

impl<'a> Values<'a> {
    /// As [`Tape::looked_up`].
    pub fn looked_up(self, id: Id) -> Option<&'a Embedding> {
        match &self.records[id.0 as usize].op {
            Op::Embedding(op) => Some(op),
            _ => None,
        }
    }
}

impl Grads {
    /// The gradient of another result of the same operation, recorded before the one whose rule asks.
    /// Whatever was made of it was recorded after both, so its gradient is complete; and it is the
    /// caller's business now, so that its own rule is not called. None if the loss does not depend on it.
    pub(crate) fn take_over(&mut self, id: Id) -> Option<Tensor> {
        let slot = &mut self.slots[id.0 as usize];
        slot.taken_over = true;
        slot.grad.clone()
    }

    /// Will somebody look at the gradients of intermediate values? Then no rule may pass over one.
    pub(crate) fn keeps_all(&self) -> bool {
        self.keeps_all
    }

    pub(super) fn was_taken_over(&self, at: usize) -> bool {
        self.slots[at].taken_over
    }
}
