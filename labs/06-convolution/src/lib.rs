//! Lab 6: convolution, first with a pencil, then on the processor, then on the graphics card.
//!
//! - [`filter`]: nine products and a sum, at every place of a picture
//! - [`volume`]: pictures with several channels, padding, stride
//! - [`size`]: how large what comes out is, and how many numbers are learned
//! - [`pooling`]: the largest, the mean or the smallest of a window
//! - [`backward`]: the gradients, by hand, and a way to get them wrong
//! - [`sources`]: the numbers that the lectures work out
//! - [`shifts`]: pictures moved about
//! - [`network`]: the networks and their recipes
//! - [`looking`]: what a trained filter looks like and what it answers to
//! - [`receptive`]: what of the picture a number of a later map depends on
//! - [`gpu`]: the graphics card, its kernels, and what the judge asks of shaders
//! - [`profile`]: where the time of a step goes
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod backward;
pub mod exercises;
pub mod filter;
pub mod gpu;
pub mod judging;
pub mod looking;
pub mod mistakes;
pub mod network;
pub mod pooling;
pub mod profile;
pub mod receptive;
pub mod shifts;
pub mod size;
pub mod solutions;
pub mod sources;
pub mod volume;
