//! The drawings of this lesson, one file for each subject.

pub mod bells;
pub mod clouds;
pub mod players;

pub use labkit::draw::{At, text};
