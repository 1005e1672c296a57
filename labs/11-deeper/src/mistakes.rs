//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

pub mod counting;
pub mod depth;
pub mod looking;
pub mod transfer;
