//! Lab 14: playing.
//!
//! - [`choosing`]: arms of a bandit, a grid world, and the gradient of a policy
//! - [`balancing`]: the cart and the pole, and four ways to learn to balance
//! - [`games`]: noughts and crosses, Connect Four, and a network that learns them by playing against itself
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod balancing;
pub mod choosing;
pub mod exercises;
pub mod games;
pub mod judging;
pub mod mistakes;
pub mod solutions;
