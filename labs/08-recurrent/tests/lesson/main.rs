//! What the lesson says, asserted.

mod by_hand;
mod learners;
mod on_the_tape;
mod trained;

use labkit::reference::Stored;

/// PyTorch's values; `make.py` made them.
const STORED: Stored = Stored(include_str!("../reference/values.txt"));

/// A list of numbers, so many a row.
fn rows(numbers: &[f64], width: usize) -> Vec<Vec<f64>> {
    numbers.chunks_exact(width).map(<[f64]>::to_vec).collect()
}

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab08::judging::exercises());
}
