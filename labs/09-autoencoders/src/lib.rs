//! Lab 9: autoencoders, and other ways to put a picture into few numbers.
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod exercises;
pub mod judging;
pub mod mistakes;
pub mod solutions;
