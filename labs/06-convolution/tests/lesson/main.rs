//! What the lesson says, asserted.

mod facts;
mod gradients;
mod reference;
mod trained;
