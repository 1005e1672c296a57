//! The figures of the lesson.

pub mod tree;
