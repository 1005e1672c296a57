//! The numbers of the lesson against NumPy, PyTorch, finite differences and closed forms.

mod fits;
mod learners;
mod line;
mod rates;
mod tape;

use labkit::reference::Stored;

/// What `make.py` stored.
const STORED: Stored = Stored(include_str!("../reference/values.txt"));

const X64: [f64; 4] = [1.0, 2.0, 3.0, 4.0];
const Y64: [f64; 4] = [0.0, -1.0, -2.0, -3.0];
const START64: [f64; 2] = [0.3, -0.3];

fn rng() -> rand_chacha::ChaCha8Rng {
    rand::SeedableRng::seed_from_u64(1)
}

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab04::judging::exercises());
}
