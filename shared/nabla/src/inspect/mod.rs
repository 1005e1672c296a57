//! To look at a step: what is made of what ([`Graph`]), how long it takes ([`Profile`]), and where the first number came
//! from that is none ([`Fault`]).
//!
//! All three are asked of a tape that was [watched](crate::Tape::watched); the others pay nothing for it.

mod fault;
mod graph;
mod profile;
mod svg;

pub use fault::{Fault, Pass};
pub use graph::{Graph, Kind, Node};
pub use profile::{Line, Profile};

/// What a tape writes down besides values. What is made of what, and by which layer, in any case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Watch {
    /// How long each operation took, forward and backward. On a graphics card it waits after each for the card to be
    /// done, so that all of it is slower than it would be.
    pub times: bool,
    /// The first NaN or infinity. Every number is looked at; on a graphics card all of them are read back.
    pub not_finite: bool,
}
