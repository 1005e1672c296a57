//! The drawings of this lesson, one file for each subject.

pub mod shapes;
pub mod unfolded;

pub use labkit::draw::{At, anchored, arrow, card, text};
