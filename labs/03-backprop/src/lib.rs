//! Lab 3: backpropagation, derived by hand and then built.
//!
//! The pieces of the lesson, in the order the lesson meets them:
//!
//! * [`by_hand`]: one weight, then every gradient of a small net, index by index;
//! * [`layer`]: the same for a whole batch, as matrices;
//! * [`numeric`]: gradients from two more evaluations, to check the others;
//! * [`cost`]: the quadratic cost against cross-entropy;
//! * [`information`]: entropy, cross-entropy and the Kullback–Leibler divergence;
//! * [`engine`]: reverse-mode differentiation of any expression, in one short file;
//! * [`broken`]: four ways to get that file wrong;
//! * [`tape`]: half an engine, whose other half is yours;
//! * [`xor`]: two hidden neurons, local minima, and weights that stay equal;
//! * [`depth`]: how gradients fade and blow up through many layers;
//! * [`terrain`]: minimum, saddle and plateau.
//!
//! Weights are stored `[in, out]`, so column `j` feeds neuron `j` and a batch of rows goes through a layer as
//! `x · W + b`.

pub mod broken;
pub mod by_hand;
pub mod cost;
pub mod depth;
pub mod engine;
pub mod exercises;
pub mod information;
pub mod judging;
pub mod layer;
pub mod mistakes;
pub mod numeric;
pub mod solutions;
pub mod tape;
pub mod terrain;
pub mod xor;
