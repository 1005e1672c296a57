//! Lab 1: one sigmoid neuron.
//!
//! The parts of the lesson, each a small function that stands alone:
//!
//! - [`neuron`]: the neuron itself: weights, a bias, a sum, and the curve that squeezes the sum;
//! - [`shapes`]: bumps and staircases, built from several neurons by hand;
//! - [`data`]: burnt toast and the logic gates;
//! - [`perceptron`]: the older rule, which learns from its mistakes only;
//! - [`loss`]: how wrong the neuron is, and which way is downhill;
//! - [`descent`]: walking downhill.
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod data;
pub mod descent;
pub mod exercises;
pub mod judging;
pub mod loss;
pub mod mistakes;
pub mod neuron;
pub mod perceptron;
pub mod shapes;
pub mod solutions;

pub use data::Example;
pub use neuron::Neuron;
