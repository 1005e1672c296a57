//! Lab 05: softmax reads digits, then deeper networks do it better.
//!
//! - [`network`]: the four networks and their recipes
//! - [`training`]: examples, one epoch of training, accuracy

pub mod network;
pub mod training;
