//! What the judge asks, what it expects, and what it says to a wrong answer it knows.
//!
//! Expected values are NumPy's and PyTorch's, from `make.py` and `pictures.py` in
//! `tests/reference`, unless a comment says otherwise.

mod modes;
mod pictures;
mod players;

use labkit::judge::Exercise;

/// All exercises of this lab, in the order of the file.
pub fn exercises() -> Vec<Exercise> {
    vec![
        players::best_expert(),
        players::worth_by_hand(),
        players::forger_slopes(),
        players::one_optimizer(),
        modes::modes_covered(),
        pictures::painted(),
        pictures::arc(),
        pictures::precision_and_coverage(),
    ]
}
