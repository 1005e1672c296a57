//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

pub mod boxes;
pub mod captions;
pub mod pairs;
pub mod pixels;
