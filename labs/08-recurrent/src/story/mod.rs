//! The sections of the lesson, one file for each subject.

pub mod cell;
pub mod cliff;
pub mod counting;
pub mod films;
pub mod forecasts;
pub mod gates;
pub mod holding;
pub mod letters;
pub mod reach;
pub mod shapes;
pub mod smudged;
pub mod truncated;
pub mod uneven;
