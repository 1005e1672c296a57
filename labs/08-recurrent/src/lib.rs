//! Lab 8: recurrent networks.
//!
//! - [`cell`]: one recurrent cell by hand, forward and back through time
//! - [`window`]: what a network of fixed size cannot do
//! - [`text`]: the book's own prose; [`ngrams`]: what counting makes of it
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod cell;
pub mod exercises;
pub mod judging;
pub mod mistakes;
pub mod ngrams;
pub mod solutions;
pub mod text;
pub mod window;
