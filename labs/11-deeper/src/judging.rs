//! What the judge asks, what it expects, and what it says to a wrong answer it knows.
//!
//! Expected values are PyTorch's or NumPy's, from `tests/reference/`, unless a comment says otherwise.

mod counting;
mod depth;
pub mod looking;
mod transfer;

use labkit::judge::{Exercise, Source};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/11-deeper",
    answers: include_str!("exercises.rs"),
};

/// All exercises of this lab, in the order of the file.
pub fn exercises() -> Vec<Exercise> {
    let all = [
        counting::exercises(),
        depth::exercises(),
        transfer::exercises(),
        looking::exercises(),
    ];
    all.into_iter().flatten().collect()
}
