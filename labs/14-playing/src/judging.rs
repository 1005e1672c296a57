//! What the judge asks, what it expects, and what it says to a wrong answer it knows.
//!
//! Expected values are PyTorch's or NumPy's, from `tests/reference/`, unless a comment says otherwise.

mod balancing;
mod choosing;
mod games;

use labkit::judge::{Exercise, Source};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/14-playing",
    answers: include_str!("exercises.rs"),
};

/// All exercises of this lab, in the order of the file.
pub fn exercises() -> Vec<Exercise> {
    let all = [
        choosing::exercises(),
        balancing::exercises(),
        games::exercises(),
    ];
    all.into_iter().flatten().collect()
}
