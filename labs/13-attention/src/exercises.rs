//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab13`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab13` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint causal_mask`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **0. Where a head goes** (20 minutes)
///
/// A head of a memory stands on its rows by shares that add up to 1. `before` is where it stood, `found` where it would go by content.
/// Three steps make of these where it goes:
///
/// 1. take `gate` of `found`, and of `before` what is missing from 1;
/// 2. move: `shares[0]` of that one row back (from row 3 to row 2), `shares[1]` nowhere, `shares[2]` one row on. Behind the last row
///    comes the first;
/// 3. sharpen: raise each share to the power `power`, then divide all by their sum.
///
/// Return the shares after the third step. Both lists have the same length, at least 2.
pub fn address(found: &[f64], before: &[f64], gate: f64, shares: [f64; 3], power: f64) -> Vec<f64> {
    todo!()
}

/// **0. When to stop thinking** (15 minutes)
///
/// After step n = 1, 2, … a network gives hₙ, its probability to halt (here `h[n - 1]`). It halts at the first step at which the sum
/// h₁ + … + hₙ is at least 1 − `epsilon`; if there is none, at the last. Call that step N. Each step before N gets the weight hₙ.
/// Step N gets what is then missing from 1, the *remainder* R. Steps after N get 0. Return
///
/// `(the weights of all steps, R, N + R)`. There is at least one step.
pub fn halting(h: &[f64], epsilon: f64) -> (Vec<f64>, f64, f64) {
    todo!()
}
