//! Lab 10: adversarial networks.
//!
//! - [`game`]: one step of the expert, one of the forger; all networks of this lab play by it
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod exercises;
pub mod game;
pub mod judging;
pub mod mistakes;
pub mod solutions;
