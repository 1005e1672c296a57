//! The pictures of this lab.

pub mod chaos;
