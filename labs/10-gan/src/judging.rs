//! What the judge asks, what it expects, and what it says to a wrong answer it knows.
//!
//! Expected values are NumPy's and PyTorch's, unless a comment says otherwise.

mod modes;
mod pictures;
mod players;

use labkit::judge::{Exercise, Source};
use labkit::reference::Stored;

/// What `tests/reference/make.py` stored.
pub const VALUES: Stored = Stored(include_str!("../tests/reference/values.txt"));
/// What `tests/reference/pictures.py` stored.
pub const PICTURES: Stored = Stored(include_str!("../tests/reference/pictures.txt"));

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/10-gan",
    answers: include_str!("exercises.rs"),
};

/// All exercises of this lab, in the order of the file.
pub fn exercises() -> Vec<Exercise> {
    vec![
        players::best_discriminator(),
        players::value_by_hand(),
        players::generator_gradients(),
        players::one_optimizer(),
        modes::modes_covered(),
        pictures::conv_transpose(),
        pictures::slerp(),
        pictures::precision_and_coverage(),
    ]
}
