//! The sections of the lesson, in order.

pub mod around;
pub mod borrowed;
pub mod colour;
pub mod cures;
pub mod dreams;
pub mod elsewhere;
pub mod families;
pub mod fifteen;
pub mod forgotten;
pub mod likes;
pub mod looks;
pub mod paths;
pub mod sight;
pub mod style;
mod trials;
pub mod worse;
