//! The drawings of this lesson, one file for each subject.

pub mod shapes;

pub use labkit::draw::{arrow, card, text};
