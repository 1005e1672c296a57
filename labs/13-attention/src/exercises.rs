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

/// **0. Where to look** (15 minutes)
///
/// A decoder asks with a vector `query`. An encoder has left a vector for each letter that it read, in `letters`: one at least, all as
/// long as `query`. The score of a letter is the dot product of its vector with the query. The weights of the letters are the softmax
/// of their scores, and what the decoder finds is the mean of the letters' vectors by these weights. Return
///
/// `(the weights, what is found)`.
///
/// Scores may be large: 1,000 must not overflow.
pub fn attention_weights(query: &[f64], letters: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    todo!()
}

/// **0. Weights by hand** (10 minutes, paper)
///
/// A decoder asks with (1, 2). The encoder has left (3, −1) for the first letter, (−2, 1) for the second and (0, 1) for the
/// third. Scores are dot products, weights their softmax, as in the exercise before. Return
///
/// `[the weight of the third letter,
///   the first number of what is found,
///   the weight of the third letter if 10 is added to each of the three scores,
///   the weight of the third letter if the decoder asks with (2, 4),
///   the weight of the third letter if it asks with (1, 2), and two places of padding behind the letters are not masked:
///     the encoder has left (0, 0) there]`
///
/// to three decimals or better.
pub fn weights_by_hand() -> [f64; 5] {
    todo!()
}
