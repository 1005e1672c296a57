//! What the judge asks, what it expects, and what it says to a wrong answer it knows.
//!
//! Expected values are PyTorch's in double precision, from `tests/reference/make.py`, unless a comment says
//! otherwise.

mod data;
mod draws;
mod gradients;
mod norms;

use labkit::judge::{Exercise, Source};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/07-dropout-batchnorm",
    answers: include_str!("exercises.rs"),
};

/// The eight exercises of this lab, in the order of the file.
pub fn exercises() -> Vec<Exercise> {
    vec![
        draws::dropout(),
        draws::two_dialects(),
        norms::batch_norm(),
        gradients::batch_norm_gradient(),
        norms::remember(),
        norms::cnn_bn_parameters(),
        data::weighted_loss(),
        data::shifted(),
    ]
}
