//! A capital letter, a gap of small letters, a question mark: which capital was it?

use crate::reader::Reader;
use nabla::{Labels, Rng, Tape, Tensor};
use rand::RngExt;
use trainer::{Learner, Rule};

/// Capital letters, one of which has to be remembered.
pub const CAPITALS: usize = 4;
/// Small letters, which mean nothing.
pub const SMALL: usize = 2;
/// Numbers a step: the capitals, the small letters, the question mark.
pub const SYMBOLS: usize = CAPITALS + SMALL + 1;

// ANCHOR: rows
/// Rows of a capital, `gap` small letters, and a question mark, as `[N, gap + 2, SYMBOLS]`; and
/// which capital it was.
pub fn rows(count: usize, gap: usize, rng: &mut Rng) -> (Tensor, Labels) {
    let steps = gap + 2;
    let mut symbols = Tensor::zeros([count, steps, SYMBOLS]);
    let mut capitals = Vec::new();
    for row in symbols.data_mut().chunks_exact_mut(steps * SYMBOLS) {
        let capital = rng.random_range(0..CAPITALS);
        capitals.push(capital as u8);
        for (t, symbol) in row.chunks_exact_mut(SYMBOLS).enumerate() {
            let which = match t {
                0 => capital,
                t if t == steps - 1 => SYMBOLS - 1,
                _ => CAPITALS + rng.random_range(0..SMALL),
            };
            symbol[which] = 1.0;
        }
    }
    (symbols, Labels::new(&capitals, CAPITALS))
}
// ANCHOR_END: rows

// ANCHOR: learn
/// Trains until 20 batches in a row were read without a mistake, or the steps are used up.
pub fn learn(reader: &mut Reader, gap: usize, steps: usize, rng: &mut Rng) {
    let mut learner = Learner::new(Rule::adam(0.003), steps).clip(1.0);
    let mut in_a_row = 0;
    for _ in 0..steps {
        let (symbols, capitals) = rows(32, gap, rng);
        let mut all = false;
        learner.learn(reader, Tape::new(), |reader, tape| {
            let logits = reader.at_the_end(tape, tape.constant(symbols), None);
            all = trainer::right(&logits.value(), &capitals) == 1.0;
            logits.softmax_cross_entropy(&capitals)
        });
        in_a_row = if all { in_a_row + 1 } else { 0 };
        if in_a_row == 20 {
            return;
        }
    }
}
// ANCHOR_END: learn

/// The share of 500 new rows that it answers right.
pub fn right(reader: &Reader, gap: usize, rng: &mut Rng) -> f64 {
    let (symbols, capitals) = rows(500, gap, rng);
    let tape = Tape::new();
    let logits = reader.at_the_end(&tape, tape.constant(symbols), None);
    trainer::right(&logits.value(), &capitals)
}
