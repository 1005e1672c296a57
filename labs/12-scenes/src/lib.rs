//! Lab 12: scenes.
pub mod captions;
pub mod exercises;
pub mod judging;
pub mod mistakes;
pub mod scene;
pub mod solutions;
