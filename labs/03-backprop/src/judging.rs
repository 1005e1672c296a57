//! What decides whether an answer is right. Expected values are PyTorch's, from `tests/reference/make.py`,
//! unless a comment says otherwise.

mod costs;
mod engine;
mod nets;
mod slopes;
mod xor;

use labkit::judge::{Exercise, Source};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/03-backprop",
    answers: include_str!("exercises.rs"),
};

/// The exercises of lab 3, in the order the lesson meets them.
pub fn exercises() -> Vec<Exercise> {
    vec![
        nets::gradient_by_hand(),
        nets::layer_backward(),
        slopes::central_difference(),
        costs::cross_entropy_gradient(),
        costs::kl_divergence(),
        engine::planted_bug(),
        engine::mul(),
        engine::walk_backward(),
        xor::train_xor(),
    ]
}
