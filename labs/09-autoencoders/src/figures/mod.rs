//! The drawings of this lesson, one file for each subject.

pub mod door;
pub mod maps;
pub mod plane;
pub mod signed;

pub use labkit::draw::{At, text};
