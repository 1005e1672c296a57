//! The exercises of this lab: probes, hints, and the mistakes we expect.
//!
//! The expected values come from PyTorch: `tests/reference/make.py` prints them under "probes".

mod layers;
mod paper;
mod scores;

use labkit::judge::{Exercise, Source};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/02-forward-pass",
    answers: include_str!("exercises.rs"),
};

/// All exercises, in the order of `exercises.rs`.
pub fn exercises() -> Vec<Exercise> {
    vec![
        paper::by_hand(),
        layers::layer(),
        layers::elu_derivative(),
        scores::softmax(),
        scores::cross_entropy(),
        layers::parameters(),
        paper::planted_bug(),
        paper::find_the_slip(),
    ]
}
