//! The cart and the pole, and four ways to learn to balance.
//!
//! - [`cart`]: what the cart and the pole do, and how a game of it is played by many at once
//! - [`agent`]: what all that learn have in common, and how they are examined
//! - [`reinforce`]: from whole games; [`critic`]: from a few steps and a forecast; [`deepq`]: from what is remembered
//! - [`long`]: a training that may be interrupted

pub mod agent;
pub mod cart;
pub mod critic;
pub mod deepq;
pub mod long;
pub mod reinforce;
