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

/// **0. A picture as a row of words** (15 minutes)
///
/// A picture `[H, W]`, whose height and width p divides. Cut it into patches of p × p pixels, and return them row by row of patches,
/// from left to right: `[H·W/p², p²]`. Within a patch the pixels stand row by row as well.
pub fn patches(picture: &[Vec<f64>], p: usize) -> Vec<Vec<f64>> {
    todo!()
}

/// **0. Who is asked** (10 minutes, paper)
///
/// BERT is shown a row of 20 tokens; there are 50 different ones. Each token of the row is chosen with probability 0.15, whatever
/// happens to the others. Of the chosen ones 80 % are replaced by a mask, 10 % by a token drawn evenly from all 50, and
/// 10 % are left as they are. A guess is wanted at the chosen places alone. Return
///
/// `[how many guesses are wanted of a row, on average,
///   how many masks a row shows, on average,
///   how many tokens of a row are shown as they were, on average,
///   the probability that nothing is wanted of a row,
///   of the tokens that are chosen and show no mask, the share that show what is wanted]`
///
/// to four decimals or better.
pub fn masking() -> [f64; 5] {
    todo!()
}
