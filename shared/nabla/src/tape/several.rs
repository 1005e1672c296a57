//! Operations with several results, each a record of its own.

use super::{Grads, Id};
use crate::Tensor;

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
