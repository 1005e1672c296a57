//! The drawings of this lesson, one file for each subject.

pub mod clouds;
pub mod densities;
pub mod players;

pub use labkit::draw::{At, text};
