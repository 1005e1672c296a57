//! The figures of the lesson.

pub mod masks;
pub mod tree;
