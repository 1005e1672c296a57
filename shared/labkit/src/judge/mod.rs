//! The judge: fixed probes decide whether an exercise is unanswered, right, a known mistake or plainly wrong.
//!
//! A lab describes its exercises once ([`Exercise`]); `tests/answers.rs` hands them to [`main`],
//! `tests/lesson.rs` to [`prove`], and the lesson itself to `Lesson::run`.

mod answer;
mod bench;
mod call;
mod child;
mod exercise;
mod flaws;
mod harness;
mod panics;
mod prove;
mod queue;
mod source;
mod verdict;

pub use answer::{Answer, Closeness};
pub use exercise::{Draft, Exercise, Untyped};
pub use harness::main;
pub use prove::{prove, says};
pub use source::Source;
pub use verdict::{Probe, Verdict};

pub(crate) use child::serve;
pub(crate) use queue::Judging;
