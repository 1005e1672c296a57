//! Two languages that have to be counted: rows of bits, and aⁿbⁿ.

use crate::reader::Reader;
use nabla::{Labels, Rng, Tape, Tensor, Var};
use rand::RngExt;
use trainer::{Learner, Rule};

// ANCHOR: parity
/// Random bits `[N, T, 1]`, and at each step whether the ones so far are odd in number, `[N·T, 1]`.
pub fn parity(count: usize, steps: usize, rng: &mut Rng) -> (Tensor, Tensor) {
    let mut bits = Tensor::zeros([count, steps, 1]);
    let mut odd = Tensor::zeros([count * steps, 1]);
    let rows = bits.data_mut().chunks_exact_mut(steps);
    for (bits, odd) in rows.zip(odd.data_mut().chunks_exact_mut(steps)) {
        let mut so_far = false;
        for (bit, odd) in bits.iter_mut().zip(odd) {
            let one = rng.random::<bool>();
            so_far ^= one;
            (*bit, *odd) = (f32::from(u8::from(one)), f32::from(u8::from(so_far)));
        }
    }
    (bits, odd)
}
// ANCHOR_END: parity

/// Trains by Adam, gradients clipped to a length of 1, with smaller steps in the second half.
fn learn(
    reader: &mut Reader,
    steps: usize,
    mut after: impl FnMut(f32),
    mut loss: impl for<'t> FnMut(&Reader, &'t Tape) -> Var<'t>,
) {
    let mut learner = Learner::new(Rule::adam(0.01), steps).clip(1.0);
    for step in 0..steps {
        if 2 * step == steps {
            learner.optimizer.set_rate(0.003);
        }
        after(learner.learn(reader, Tape::new(), &mut loss).item());
    }
}

/// Trains on parity, in rows of `length` bits.
pub fn learn_parity(
    reader: &mut Reader,
    length: usize,
    steps: usize,
    rng: &mut Rng,
    after: impl FnMut(f32),
) {
    learn(reader, steps, after, |reader, tape| {
        let (bits, odd) = parity(64, length, rng);
        let logits = reader.in_step(tape, tape.constant(bits));
        logits.sigmoid_cross_entropy(&odd)
    });
}

/// The share of right answers, in rows of `length` bits with an answer after each.
pub fn parity_right(reader: &Reader, length: usize, rng: &mut Rng) -> f64 {
    let (bits, odd) = parity(200, length, rng);
    let tape = Tape::new();
    let said = reader.in_step(&tape, tape.constant(bits)).value();
    let pairs = said.data().iter().zip(odd.data());
    let right = pairs.filter(|&(&z, &odd)| (z > 0.0) == (odd > 0.5));
    right.count() as f64 / odd.len() as f64
}

// ANCHOR: anbn
/// Rows of `steps` letters of a text like aabbaaabbbab…: so many a, then as many b, `longest` at most.
/// As `[N, T, 2]`, and the letter that comes next, at each step.
pub fn as_then_bs(count: usize, steps: usize, longest: usize, rng: &mut Rng) -> (Tensor, Labels) {
    let (mut letters, mut next) = (Tensor::zeros([count, steps, 2]), Vec::new());
    for row in letters.data_mut().chunks_exact_mut(2 * steps) {
        let mut text = Vec::new();
        while text.len() <= steps {
            let n = rng.random_range(1..=longest);
            text.extend((0..2 * n).map(|at| u8::from(at >= n)));
        }
        for (t, letter) in row.chunks_exact_mut(2).enumerate() {
            letter[usize::from(text[t])] = 1.0;
        }
        next.extend_from_slice(&text[1..=steps]);
    }
    (letters, Labels::new(&next, 2))
}
// ANCHOR_END: anbn

/// Trains on the next letter.
pub fn learn_as_then_bs(
    reader: &mut Reader,
    longest: usize,
    steps: usize,
    rng: &mut Rng,
    after: impl FnMut(f32),
) {
    learn(reader, steps, after, |reader, tape| {
        let (letters, next) = as_then_bs(16, 50, longest, rng);
        let logits = reader.in_step(tape, tape.constant(letters));
        logits.softmax_cross_entropy(&next)
    });
}

/// Reads n a and n b. Does it know from the first b on how many b are still to come, and that then an a
/// comes?
pub fn counts_to(reader: &Reader, n: usize) -> bool {
    let (_, logits) = read_as_then_bs(reader, n);
    let says_b = |t: usize| logits[2 * t + 1] > logits[2 * t];
    (n..2 * n - 1).all(says_b) && !says_b(2 * n - 1)
}

/// The states, H numbers a step, and the logits, two a step, while it reads n a and n b.
pub fn read_as_then_bs(reader: &Reader, n: usize) -> (Vec<f32>, Vec<f32>) {
    let mut letters = Tensor::zeros([1, 2 * n, 2]);
    for t in 0..2 * n {
        letters.data_mut()[2 * t + usize::from(t >= n)] = 1.0;
    }
    let tape = Tape::new();
    let x = tape.constant(letters);
    let states = reader.layer.run(&tape, x, None, None).outputs.value();
    let logits = reader.in_step(&tape, x).value();
    (states.data().to_vec(), logits.data().to_vec())
}
