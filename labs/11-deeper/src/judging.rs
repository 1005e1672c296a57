//! What the judge asks, what it expects, and what it says to a wrong answer it knows.
//!
//! Expected values are PyTorch's or NumPy's, from `tests/reference/`, unless a comment says otherwise.

mod counting;
mod depth;
mod looking;
mod transfer;

use labkit::judge::{Exercise, Source};
pub use looking::VARIATION;

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/11-deeper",
    answers: include_str!("exercises.rs"),
};

/// All exercises of this lab, in the order of the file.
pub fn exercises() -> Vec<Exercise> {
    vec![
        counting::conv_cost(),
        counting::sees(),
        counting::two_small_for_one_large(),
        counting::find_the_slip(),
        depth::residual_gradient(),
        depth::crop_and_flip(),
        depth::wrong_way_around(),
        transfer::which_fit(),
        transfer::to_their_layout(),
        transfer::frozen_but_awake(),
        looking::grad_cam(),
        looking::gram(),
        looking::which_losses_notice(),
        looking::variation_gradient(),
    ]
}
