//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab08`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab08` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint clip_by_norm`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **1. One step** (15 minutes)
///
/// The new state of a recurrent cell, of the input `x` and the state `h`: tanh(x·W_x + h·W_h + b). `w_x` has a row for
/// each input and a column for each hidden unit; `w_h` has a row for each unit it comes *from* and a column for each it
/// goes *to*.
pub fn rnn_step(x: &[f64], h: &[f64], w_x: &[Vec<f64>], w_h: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    todo!()
}

/// **2. Back through time** (30 minutes)
///
/// One hidden unit that begins with h = 0 and reads the numbers `xs`: h ← tanh(w·h + u·x). After the last of them the loss is
/// L = ½(h − wanted)². Return `(∂L/∂w, ∂L/∂u)`.
///
/// Both weights are used at every step, so every step has a share in both derivatives. Keep all states on the way there; then go
/// back from the last step to the first.
pub fn through_time(w: f64, u: f64, xs: &[f64], wanted: f64) -> (f64, f64) {
    todo!()
}

/// **3. Clipped** (10 minutes)
///
/// The gradients of a model's parameters, one list for each parameter. Together they are one long vector. If it is longer than
/// `longest` (the root of the sum of the squares of *all* its numbers), shorten it to that length; if not, leave it alone.
/// Its direction stays.
pub fn clip_by_norm(gradients: &[Vec<f64>], longest: f64) -> Vec<Vec<f64>> {
    todo!()
}

/// **4. Four gates** (25 minutes)
///
/// One step of an LSTM: of the input `x` and the state `(h, c)`, the new `(h, c)`. The sums s = x·W_x + h·W_h + b are 4·H
/// numbers, H for each of i, f, g, o, in this order. i, f and o are σ of theirs, g is tanh of its.
pub fn lstm_step(
    x: &[f64],
    (h, c): (&[f64], &[f64]),
    w_x: &[Vec<f64>],
    w_h: &[Vec<f64>],
    b: &[f64],
) -> (Vec<f64>, Vec<f64>) {
    todo!()
}

/// **5. Read too far** (10 minutes, paper)
///
/// A cell without tanh, so that paper is enough: h ← 0.5·h + x + 1, from h = 0. A sentence of two steps, 6 and 2, shares a
/// batch with a sentence of four; it is filled up with two zeros, and somebody reads its answer after step 4. Predict
///
/// `[h after its own last step,
///   h after step 4,
///   where h would be after a hundred zeros more,
///   the mean loss as it is, if its own two steps have the losses 3 and 1, those of the padding were set to 0, and the sum
///   is divided by the number of places, 4]`
///
/// Give three decimals. Then see what reading too far does to a network: `cargo run -p lab08 -- --section sentences-of-uneven-length`.
pub fn read_too_far() -> [f64; 4] {
    todo!()
}

/// **6. Bits a character** (10 minutes)
///
/// A model was asked for each character of a text, before it saw it, how probable it is. `probabilities` are its answers
/// for the characters that did come. Return the bits it takes a character: one character of probability p takes log₂(1/p)
/// bits; then the mean over the text.
pub fn bits_per_character(probabilities: &[f64]) -> f64 {
    todo!()
}

/// **7. Temperature** (10 minutes)
///
/// The probabilities from which a character is drawn at this temperature: the softmax of the logits, each divided by the
/// temperature first. They add up to 1. A temperature of 0.01 or logits of 1,000 must not give NaN.
pub fn with_temperature(logits: &[f64], temperature: f64) -> Vec<f64> {
    todo!()
}

/// **8. Both sides of a smudge** (15 minutes)
///
/// Two readers have gone over a word of which one letter is smudged: the one at `gap`, counted from 0. `left[t]` is what the
/// first remembers *after* letter t, reading from left to right; `right[t]` what the second remembers after letter t, reading
/// from right to left. Both started with zeros. Return everything that may be used to guess the smudged letter: the memory
/// of the first as it arrives at the gap, then that of the second. (When they ran on over the gap, somebody had told them
/// the letter.)
pub fn both_sides(left: &[Vec<f64>], right: &[Vec<f64>], gap: usize) -> Vec<f64> {
    todo!()
}
