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

use crate::gpt::cache::Kept;

/// **0. One merge** (15 minutes)
///
/// Tokens of a text, two at least. Of all pairs of neighbours find the one that stands there most often; of equal ones the one that
/// comes first in the text. (In `x x x` the pair `x x` stands twice.) Then go through the text from left to right and put `new` in
/// the place of each such pair. What has been joined is not joined again: `x x x` becomes `new x`.
///
/// Return `(the pair, the tokens then)`.
pub fn bpe_merge(tokens: &[u32], new: u32) -> ((u32, u32), Vec<u32>) {
    todo!()
}

/// **0. The nucleus** (15 minutes)
///
/// `p` are the probabilities of some letters; they add up to 1. Keep the likeliest, as few as make up `share` or more together (of two
/// that are equal the earlier is taken first), at least one, and return their probabilities, divided by their sum. All others are 0.
pub fn top_p(p: &[f64], share: f64) -> Vec<f64> {
    todo!()
}

/// **0. A letter more** (20 minutes)
///
/// One head reads a text letter by letter. `kept` has the keys and values of the letters before; here are the query, the key and the
/// value of a new one, all of the same length d. Put key and value at the end of the lists, and return what the query sees:
/// the mean of the values with the weights softmax(q·k/√d). The new letter sees itself.
pub fn cache_update(kept: &mut Kept, query: &[f64], key: &[f64], value: &[f64]) -> Vec<f64> {
    todo!()
}

/// **0. A byte a weight** (15 minutes)
///
/// A row of weights is kept as whole numbers from −127 to 127, and one scale for all of them: each weight is about its whole number
/// times the scale. Choose the smallest scale with which the largest weight, whatever its sign, still has room, and round to the nearest.
/// A row of zeros has the scale 0, and zeros.
///
/// Return `(scale, whole numbers)`.
pub fn quantise_row(row: &[f32]) -> (f32, Vec<i8>) {
    todo!()
}
