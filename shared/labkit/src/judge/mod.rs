//! The judge: fixed probes decide whether an exercise is unanswered, right, a known mistake or plainly wrong.
//!
//! A lab describes its exercises once ([`Exercise`]); `tests/answers.rs` hands them to [`main`],
//! `tests/lesson.rs` to [`prove`], and the lesson itself to `Lesson::run`.

mod answer;
mod bench;
mod blame;
mod call;
mod child;
mod draft;
mod draws;
mod exercise;
mod failure;
mod flaws;
mod group;
mod harness;
mod panics;
mod pipe;
mod plain;
mod property;
mod prove;
mod queue;
mod serve;
mod source;
mod translate;
mod verdict;

pub use answer::{Answer, Closeness, Difference, Measure};
pub use draft::{Draft, Untyped};
pub use draws::Draws;
pub use exercise::Exercise;
pub use harness::main;
pub use prove::{prove, says};
pub use source::Source;
pub use verdict::{Probe, Verdict};

pub(crate) use queue::Judging;
pub(crate) use serve::serve;

/// "four decimals", as a task asks for them.
pub(crate) fn decimals(digits: usize) -> String {
    const WORDS: [&str; 10] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    let count = WORDS
        .get(digits)
        .map_or(digits.to_string(), ToString::to_string);
    format!("{count} decimal{}", if digits == 1 { "" } else { "s" })
}
