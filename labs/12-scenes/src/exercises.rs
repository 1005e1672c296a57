//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab12`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab12` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint TODO`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

// -- boxes: exercises go here --

// -- pixels --

/// **5. Overlap as a loss** (20 minutes)
///
/// One class: `p[i]` is the probability that the network gives it at pixel i, `y[i]` is 1 where it is and 0 where it is not. The
/// Dice loss is
///
/// `L = 1 − (2·Σpy + 1)/(Σp + Σy + 1)`.
///
/// Return `(L, its gradient in each p[i])`.
pub fn dice_loss(p: &[f64], y: &[f64]) -> (f64, Vec<f64>) {
    todo!()
}

/// **6. Right by saying nothing** (15 minutes, paper)
///
/// A map of a million pixels, of which 18,000 show a storm. A network knows no more than that: at every pixel it gives the storm
/// the probability 0.018, and so it calls no pixel a storm. Work out
///
/// `[its accuracy,
///   the mean of the IoU of both classes, storm and no storm,
///   its mean cross-entropy in nats a pixel,
///   the weight of a storm pixel with which both classes weigh the same in the loss; a pixel without a storm weighs 1]`
///
/// to four decimals or better.
pub fn lazy() -> [f64; 4] {
    todo!()
}

// -- pairs --

/// **7. Nearer than the other** (20 minutes)
///
/// Three points: an anchor a, a positive p of the same class, a negative n of another. With |·|² the squared distance, the
/// triplet loss is
///
/// `L = max(0, |a − p|² − |a − n|² + margin)`.
///
/// Return `(L, [its gradient in a, in p, in n])`. Where L is 0, so are they.
pub fn triplet_loss(a: &[f64], p: &[f64], n: &[f64], margin: f64) -> (f64, [Vec<f64>; 3]) {
    todo!()
}

// -- captions: exercises go here --
