//! The sections of the lesson, in order.

pub mod by_hand;
pub mod checks;
pub mod costs;
pub mod depth;
pub mod engine;
pub mod tape;
pub mod terrain;
pub mod xor;
pub mod yours;
