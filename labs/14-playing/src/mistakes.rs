//! Plausible wrong answers. Each has a sentence in `judging` that names the misconception.

pub mod balancing;
pub mod choosing;
pub mod games;
