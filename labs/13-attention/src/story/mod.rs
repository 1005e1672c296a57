//! The sections of the lesson, in order.

pub mod bits;
pub mod blocks;
pub mod both;
pub mod breaking;
pub mod copying;
pub mod dates;
pub mod heads;
pub mod long_run;
pub mod merges;
pub mod places;
pub mod pondering;
pub mod sampling;
pub mod smudged;
pub mod three;
pub mod tiles;
pub mod words;
pub mod writer;
