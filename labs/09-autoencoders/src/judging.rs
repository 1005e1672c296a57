//! What the judge asks, what it expects, and what it says to a wrong answer it knows.
//!
//! Expected values are NumPy's and PyTorch's, from `tests/reference/`, unless a comment says otherwise.

mod directions;
mod neighbours;
mod scores;
mod variational;

use labkit::judge::{Exercise, Source};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/09-autoencoders",
    answers: include_str!("exercises.rs"),
};

/// The exercises of this lab, in the order of the file.
pub fn exercises() -> Vec<Exercise> {
    vec![
        directions::explained(),
        directions::reconstruct(),
        scores::noisy_target(),
        scores::auc(),
        neighbours::perplexity(),
        variational::reparameterize(),
        variational::gaussian_kl(),
        variational::sum_or_mean(),
    ]
}
