//! Lab 12: where, how many, which pixels, the same, and all of it in words.
//!
//! - [`detect`]: where and how many: boxes, a detector, average precision
//! - [`scene`]: pictures of several digits, with clutter and noise, and what is known about them
//! - [`captions`]: pictures in words
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod detect;
pub mod captions;
pub mod exercises;
pub mod judging;
pub mod mistakes;
pub mod scene;
pub mod solutions;
