//! The drawings of this lesson, one file for each subject.

pub mod gates;
pub mod letters;
pub mod shapes;
pub mod states;
pub mod unfolded;
pub mod verdicts;

pub use labkit::draw::{At, anchored, arrow, card, text};
