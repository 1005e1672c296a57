//! Lab 11: deeper networks, and what one has learned for another.
pub mod exercises;
pub mod judging;
pub mod mistakes;
pub mod sight;
pub mod solutions;
