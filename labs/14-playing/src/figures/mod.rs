//! The pictures of this lab.

pub mod grid;
