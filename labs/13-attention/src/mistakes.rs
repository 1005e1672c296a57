//! Plausible wrong answers. Each has a sentence in `judging` that names the misconception.

pub mod attention;
pub mod dates;
pub mod gpt;
pub mod memory;
pub mod pictures;
