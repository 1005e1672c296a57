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

/// **1. How much in common** (10 minutes)
///
/// Two boxes `[left, top, right, bottom]`, each of a positive area. Return their *intersection over union*: the area that both
/// cover, divided by the area that at least one covers. 1 for the same box twice; 0 for boxes that touch or lie apart.
pub fn iou(a: [f64; 4], b: [f64; 4]) -> f64 {
    todo!()
}

/// **2. A parabola between two lines** (15 minutes)
///
/// For each number let d = found − wanted. It costs ½d²/β where |d| < β, and |d| − ½β elsewhere. Return
///
/// `(the mean cost over the numbers, the gradient of that mean in each found number)`.
pub fn smooth_l1(found: &[f64], wanted: &[f64], beta: f64) -> (f64, Vec<f64>) {
    todo!()
}

/// **3. Keep the best** (25 minutes)
///
/// Many boxes `[left, top, right, bottom]`, each with a score and a class. The box with the highest score stays; every box *of its
/// class* whose IoU with it is greater than `threshold` goes. Then the same with the best of those that neither stayed nor went yet, until
/// none is left. Of equal scores the one that comes first in the list is taken first. Return the places of those that
/// stay, in the order in which they were taken. Our IoU is there: `crate::solutions::iou`.
pub fn non_maximum_suppression(
    boxes: &[[f64; 4]],
    scores: &[f64],
    classes: &[u8],
    threshold: f64,
) -> Vec<usize> {
    todo!()
}

/// **4. One number for a detector** (25 minutes)
///
/// Boxes that a detector found, in any order: the score of each, and whether it is right. `truths` objects were to be found. Take
/// the boxes one by one, the highest score first (of equal scores, the one that comes first in the list). After each, precision is the share of
/// right ones among those taken, recall the share of the truths that they make up.
///
/// For each of the 101 recalls 0, 0.01, …, 1: what is the best precision at that recall *or any higher one*? 0 if so much recall is never
/// reached. Return the mean of the 101. (So counts COCO.)
pub fn average_precision(scores: &[f64], right: &[bool], truths: usize) -> f64 {
    todo!()
}

/// **5. Precision and recall by hand** (15 minutes, paper)
///
/// Four sevens are in some scenes: A, B, C, D. A detector found five boxes that it calls a seven:
///
/// | score | lies on | IoU |
/// |---|---|---|
/// | 0.9 | A | 0.80 |
/// | 0.8 | A | 0.70 |
/// | 0.7 | B | 0.60 |
/// | 0.5 | C | 0.20 |
/// | 0.3 | C | 0.55 |
///
/// A box is right if its IoU with a seven that no surer box has taken is at least ½. Return
///
/// `[precision and recall of the boxes with a score of 0.6 or more,
///   precision and recall of all five,
///   the average precision as in exercise 4,
///   the average precision if an IoU of ¾ is asked for]`
///
/// to four decimals.
pub fn precision_by_hand() -> [f64; 6] {
    todo!()
}

// -- pixels: exercises go here --

// -- pairs: exercises go here --

// -- captions: exercises go here --
