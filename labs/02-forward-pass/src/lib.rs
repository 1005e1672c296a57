//! Lab 2: a forward pass by hand.
//!
//! One sigmoid neuron was lab 1. Here neurons stand side by side in layers, and layers stand in line:
//! the numbers run through once from left to right, and that is a *forward pass*. Nothing here learns
//! by back-propagation; that is lab 3.
//!
//! - [`network`]: three inputs, three hidden neurons, two outputs, by hand and as matrices
//! - [`activation`]: nine bends, each with its derivative
//! - [`health`]: what goes wrong with a bend: saturation, off-centre outputs, dead units
//! - [`scores`]: from scores to probabilities, the naive way
//! - [`plane`]: what one layer does to a sheet of squared paper
//! - [`samples`]: two rings and two spirals
//! - [`rings`]: why two rings need three hidden neurons
//! - [`spirals`]: what width buys
//! - [`bumps`]: any curve, from enough neurons
//! - [`planted`]: a forward pass with a bug in it, for an exercise

pub mod activation;
pub mod bumps;
pub mod health;
pub mod network;
pub mod plane;
pub mod planted;
pub mod rings;
pub mod samples;
pub mod scores;
pub mod spirals;

pub mod exercises;
pub mod judging;
pub mod mistakes;
pub mod solutions;
