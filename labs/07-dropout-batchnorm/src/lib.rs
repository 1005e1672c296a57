//! Lab 7: dropout and batch normalisation, overfitting, and trouble in the data.
//!
//! - [`network`]: the two networks of the score, and small ones
//! - [`training`]: one step with every cure of this lab
//! - [`warmup`]: a learning rate that grows during the first steps
//! - [`warp`]: new digits from old ones
//! - [`dropout`]: neurons left out at random, by hand
//! - [`norm`]: batch norm by hand, gradient included
//! - [`sisters`]: batch, layer, instance and group norm in one function
//! - [`trouble`]: rare classes, wrong labels
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod dropout;
pub mod exercises;
pub mod judging;
pub mod mistakes;
pub mod network;
pub mod norm;
pub mod sisters;
pub mod solutions;
pub mod training;
pub mod trouble;
pub mod warmup;
pub mod warp;
