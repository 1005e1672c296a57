//! The graphics card: the lesson's kernels, and the exercises that are written in WGSL.
//!
//! Kernels are the `.wgsl` files beside this one; [`hello`] runs the first of them with nothing in between. What opens the
//! card for all others, and what judges a learner's kernel, is the crate `shaders`.

pub mod hello;
pub mod judging;
pub mod kernels;
