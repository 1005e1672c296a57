//! Lab 5: softmax reads digits, then deeper networks do it better.
//!
//! - [`softmax`]: ten sums become ten probabilities, and a loss with a simple gradient
//! - [`network`]: the four networks and their recipes
//! - [`training`]: one step, one epoch; the loop that the crate `trainer` runs from the next lab on
//! - [`template`]: what a network without hidden layers has learned, as pictures
//! - [`cost`]: other costs to descend, two of them bad ideas
//! - [`scaling`]: the same pictures in other units
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod cost;
pub mod exercises;
pub mod judging;
pub mod mistakes;
pub mod network;
pub mod scaling;
pub mod softmax;
pub mod solutions;
pub mod template;
pub mod training;
