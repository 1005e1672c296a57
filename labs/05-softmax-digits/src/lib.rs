//! Lab 5: softmax reads digits, then deeper networks do it better.
//!
//! - [`softmax`]: ten sums become ten probabilities, and a loss with a simple slope
//! - [`network`]: the four networks and their recipes
//! - [`training`]: examples, one step, one epoch, accuracy
//! - [`reading`]: what a trained network answers, and its worst mistakes
//! - [`cost`]: other costs to descend, two of them bad ideas
//! - [`scaling`]: the same pictures in other units
//! - [`checkpoint`]: a training in a file, so that a long one may be interrupted
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod checkpoint;
pub mod cost;
pub mod exercises;
pub mod judging;
pub mod mistakes;
pub mod network;
pub mod reading;
pub mod scaling;
pub mod softmax;
pub mod solutions;
pub mod training;
