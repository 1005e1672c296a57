//! What the judge asks, what it expects, and what it says to a wrong answer it knows.
//!
//! Expected values are PyTorch's in double precision, from `tests/reference/make.py`, unless a comment says
//! otherwise.

mod gates;
mod gradients;
mod letters;
mod steps;

use labkit::judge::{Exercise, Source};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/08-recurrent",
    answers: include_str!("exercises.rs"),
};

/// The eight exercises of this lab, in the order of the file.
pub fn exercises() -> Vec<Exercise> {
    vec![
        steps::rnn_step(),
        gradients::through_time(),
        gradients::clip_by_norm(),
        gates::lstm_step(),
        steps::read_too_far(),
        letters::bits_per_character(),
        letters::with_temperature(),
        letters::both_sides(),
    ]
}
