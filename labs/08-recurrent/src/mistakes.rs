//! Answers that are wrong in ways that teach something.
