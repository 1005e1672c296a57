//! Lab 12: where, how many, which pixels, the same, and all of it in words.
//!
//! - [`scene`]: pictures of several digits, with clutter and noise, and what is known about them
//! - [`detect`]: where and how many: boxes, a detector, average precision
//! - [`unet`], [`segment`]: a class for each pixel; [`rare`]: where hardly any pixel has it
//! - [`siamese`], [`episodes`], [`characters`], [`hands`]: the same or not, and classes of which one picture was seen
//! - [`captions`]: pictures in words
//! - [`film`]: pictures in a row
//!
//! The learner's file is [`exercises`]; everything else is there to be read.

pub mod captions;
pub mod characters;
pub mod detect;
pub mod episodes;
pub mod exercises;
pub mod film;
pub mod hands;
pub mod judging;
pub mod mistakes;
pub mod rare;
pub mod scene;
pub mod segment;
pub mod siamese;
pub mod solutions;
pub mod unet;
