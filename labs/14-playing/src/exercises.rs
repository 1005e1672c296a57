//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab14`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab14` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint NAME`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **0. The credit of a step** (10 minutes)
///
/// A walk brought `rewards[0]`, `rewards[1]`, … at its steps. What followed from step t on is
///
/// Gₜ = rₜ + γ rₜ₊₁ + γ² rₜ₊₂ + …
///
/// with γ the `discount`: what comes later counts for less, seen from step t. Return G₀, G₁, …, one for each step.
pub fn returns(rewards: &[f64], discount: f64) -> Vec<f64> {
    todo!()
}
