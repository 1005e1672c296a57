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

// -- depth: exercises go here --

// -- transfer: exercises go here --

// -- looking: exercises go here --

/// **9. Grad-CAM** (15 minutes)
///
/// A layer of a network holds `activations`: `[H][W][C]`, rows of pixels of channels. `gradients`, of the same shape, are those
/// of the answer's logit with respect to them. Return the map `[H][W]` of Selvaraju and others (2017):
///
/// - the weight of a channel is the mean of its gradients over all pixels;
/// - a pixel's value is the sum of its activations, each times the weight of its channel;
/// - what speaks against the answer is left out: below 0 it becomes 0.
pub fn grad_cam(activations: &[Vec<Vec<f64>>], gradients: &[Vec<Vec<f64>>]) -> Vec<Vec<f64>> {
    todo!()
}

/// **10. The Gram matrix** (10 minutes)
///
/// `features` has a row for each position of a picture, with a number for each channel. Return the `[C][C]` matrix whose entry (i, j)
/// is the mean over all positions of channel i times channel j. (Gatys and others take the sum; the mean is the same
/// for pictures of different sizes.)
pub fn gram(features: &[Vec<f64>]) -> Vec<Vec<f64>> {
    todo!()
}

/// **11. Which losses notice** (10 minutes, paper)
///
/// A picture has four positions in a row and two channels: a = 1, 0, 2, 1 and b = 0, 1, 3, 2. Now the positions are reversed: a
/// = 1, 2, 0, 1 and b = 2, 3, 1, 0. Or b alone is reversed and a stays. The content loss is the mean squared difference to
/// the picture as it was, over all eight numbers. Predict
///
/// `[the Gram matrix's entry (a, b) before,
///   the same after both channels were reversed,
///   the same after b alone was reversed,
///   the content loss after both were reversed,
///   the content loss after b alone was reversed]`
///
/// The Gram matrix is that of exercise 10. Give two decimals.
pub fn which_losses_notice() -> [f64; 5] {
    todo!()
}
