//! The pictures of this lab.

pub mod chaos;
pub mod club;
