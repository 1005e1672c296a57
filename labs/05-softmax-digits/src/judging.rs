//! What the judge asks, what it expects, and what it says to a wrong answer it knows.
//!
//! Expected values are PyTorch's in double precision, from `tests/reference/make.py`, unless a comment says
//! otherwise.

mod gradients;
mod losses;
mod rows;
mod tables;
mod units;

use labkit::judge::{Exercise, Source};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/05-softmax-digits",
    answers: include_str!("exercises.rs"),
};

/// The eight exercises of this lab, in the order of the file.
pub fn exercises() -> Vec<Exercise> {
    vec![
        rows::one_hot(),
        rows::softmax(),
        losses::cross_entropy(),
        gradients::logit_gradients(),
        tables::confusion(),
        tables::parameters(),
        units::standardise(),
        units::softmax_twice(),
    ]
}
