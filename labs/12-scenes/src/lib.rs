//! Lab 12: scenes.
pub mod exercises;
pub mod judging;
pub mod mistakes;
pub mod solutions;
