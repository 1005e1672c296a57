//! Lab 15: energy, chaos, graphs.
//!
//! - [`energy`]: the restricted Boltzmann machine
//! - [`chaos`]: the Kuramoto–Sivashinsky equation, and reservoirs that forecast it
//! - [`graphs`]: networks whose layers are sums over neighbours
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod chaos;
pub mod energy;
pub mod exercises;
pub mod graphs;
pub mod judging;
pub mod mistakes;
pub mod solutions;
