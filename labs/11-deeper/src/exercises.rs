//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab11`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab11` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint TODO`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

// -- counting: exercises go here --

/// **4. The gradient of a residual stack** (20 minutes)
///
/// One number goes through a stack of residual blocks: with each weight in turn, `x ← x + w·tanh(x)`. What comes out is worth
/// `upstream`: ∂loss/∂(last x). Return ∂loss/∂w for each weight, in the order of `weights`. There may be none.
///
/// The derivative of tanh(x) is 1 − tanh²(x).
pub fn residual_gradient(x: f64, weights: &[f64], upstream: f64) -> Vec<f64> {
    todo!()
}

/// **5. Cut out and flipped** (15 minutes)
///
/// `picture[row][column]` has the channels of a pixel. Put a margin of `padding` zeros around it on all sides; cut out a piece of the
/// old size whose upper left corner lies at row `down` and column `right` of the wide picture (both from 0 to 2·`padding`); then, if
/// `flip`, let left and right of the piece change places.
pub fn crop_and_flip(
    picture: &[Vec<Vec<f64>>],
    padding: usize,
    [down, right]: [usize; 2],
    flip: bool,
) -> Vec<Vec<Vec<f64>>> {
    todo!()
}

/// **6. A way around in the wrong place: predict, then look** (10 minutes, paper)
///
/// Six blocks of one number each, y = x + v·relu(w·x), with w = 0.8; x is positive. Predict ∂(last y)/∂(first x), with four decimals,
///
/// `[as it is, with v = 0,
///   with v = 0, if each block returns half of that sum, "to keep the mean",
///   with v = 0, if the way around begins too late: h = relu(w·x), y = h + v·h,
///   as it is, with v = 0.1]`
///
/// Then see what the third does to 56 layers: `cargo run -p lab11 -- --section a-path-without-weights --shortcut late`.
pub fn wrong_way_around() -> [f64; 4] {
    todo!()
}

// -- transfer: exercises go here --

// -- looking: exercises go here --
