//! What the judge needs to know about the exercises: probes, hints, known mistakes.
//!
//! Every expected value comes from NumPy or PyTorch: `tests/reference/make.py`, whose names stand
//! beside the probes.

mod batches;
mod descending;
mod fitting;
mod paper;
mod scaling;

use labkit::judge::{Exercise, Source};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/04-linear-regression",
    answers: include_str!("exercises.rs"),
};

/// The exercises of this lab, in the order of the lesson.
pub fn exercises() -> Vec<Exercise> {
    vec![
        descending::loss_gradient(),
        paper::broadcast_bug(),
        paper::largest_stable_rate(),
        descending::momentum_step(),
        fitting::ridge(),
        batches::minibatch_gradient(),
        fitting::best_constants(),
        scaling::standardise(),
    ]
}
