//! The sections of the lesson, in order.

pub mod average;
pub mod beam;
pub mod bleu;
pub mod boxes;
pub mod film;
pub mod four;
pub mod grid;
pub mod keep;
pub mod lazy;
pub mod long_run;
pub mod masks;
pub mod once;
pub mod overlap;
pub mod same;
pub mod scenes;
pub mod words;
