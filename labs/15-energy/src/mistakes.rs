//! Plausible wrong answers. Each has a sentence in `judging` that names the misconception.

pub mod chaos;
pub mod energy;
pub mod graphs;
