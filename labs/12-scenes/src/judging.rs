//! What the judge asks, what it expects, and what it says to a wrong answer it knows.
//!
//! Expected values are PyTorch's or NumPy's, from `tests/reference/`, unless a comment says otherwise.

mod boxes;
mod captions;
mod kernel;
mod pairs;
mod pixels;

use labkit::judge::{Exercise, Source};

pub use kernel::KERNEL;

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/12-scenes",
    answers: include_str!("exercises.rs"),
};

/// All exercises of this lab, in the order of the file.
pub fn exercises() -> Vec<Exercise> {
    let all = [
        boxes::exercises(),
        pixels::exercises(),
        pairs::exercises(),
        captions::exercises(),
        vec![kernel::mask_argmax()],
    ];
    all.into_iter().flatten().collect()
}
