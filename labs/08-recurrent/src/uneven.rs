//! Rows of uneven length in one batch: padding, and how not to read it.

use crate::reader::Reader;
use nabla::{Labels, Rng, Tape, Tensor, Var};
use rand::RngExt;
use trainer::{Learner, Rule};

/// The shortest and the longest row to learn from.
pub const LENGTHS: [usize; 2] = [3, 13];

/// Rows of votes for A or B, of uneven length.
pub struct Votes {
    /// `[N, T, 1]`: 0 is a vote for A, 1 one for B. Where a row is over there are zeros, too.
    pub votes: Tensor,
    /// How long each row is.
    pub lengths: Vec<usize>,
    /// Who has the majority.
    pub majority: Labels,
}

// ANCHOR: votes
/// Random rows; all are filled up with zeros to `steps`, or to the longest of them.
pub fn votes(count: usize, steps: Option<usize>, rng: &mut Rng) -> Votes {
    let [shortest, longest] = LENGTHS;
    let length = |rng: &mut Rng| rng.random_range(shortest / 2..=longest / 2) * 2 + 1; // odd: no ties
    let lengths: Vec<usize> = (0..count).map(|_| length(rng)).collect();
    let steps = steps.unwrap_or_else(|| lengths.iter().copied().max().unwrap_or(0));
    let mut votes = Tensor::zeros([count, steps, 1]);
    let mut majority = Vec::new();
    for (row, &length) in votes.data_mut().chunks_exact_mut(steps).zip(&lengths) {
        let mut for_b = 0;
        for vote in row.iter_mut().take(length) {
            let b = rng.random::<bool>();
            *vote = f32::from(u8::from(b));
            for_b += usize::from(b);
        }
        majority.push(u8::from(2 * for_b > length));
    }
    Votes {
        votes,
        lengths,
        majority: Labels::new(&majority, 2),
    }
}
// ANCHOR_END: votes

/// Which step's state is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// That of the last step of the batch, padding or not.
    AtTheLastStep,
    /// That of each row's own last step.
    AtItsOwnEnd,
}

impl Ask {
    fn answers<'t>(self, reader: &Reader, tape: &'t Tape, votes: &Votes) -> Var<'t> {
        let lengths = (self == Ask::AtItsOwnEnd).then_some(votes.lengths.as_slice());
        reader.at_the_end(tape, tape.constant(votes.votes.clone()), lengths)
    }
}

/// Trains on batches that are padded to their longest row.
pub fn learn(reader: &mut Reader, ask: Ask, steps: usize, rng: &mut Rng) {
    let mut learner = Learner::new(Rule::adam(0.005), steps).clip(1.0);
    for _ in 0..steps {
        let batch = votes(32, None, rng);
        learner.learn(reader, Tape::new(), |reader, tape| {
            let logits = ask.answers(reader, tape, &batch);
            logits.softmax_cross_entropy(&batch.majority)
        });
    }
}

/// The share of rows that it answers right if all are filled up to `steps`.
pub fn right(reader: &Reader, ask: Ask, steps: usize, rng: &mut Rng) -> f64 {
    let asked = votes(1_000, Some(steps), rng);
    let tape = Tape::new();
    let logits = ask.answers(reader, &tape, &asked).value();
    trainer::right(&logits, &asked.majority)
}

// ANCHOR: mask
/// What each place of a batch counts, row by row: 1 within a row, 0 behind its end. As weights of
/// `weighted_softmax_cross_entropy`, with logits `[N·T, K]`.
pub fn mask(lengths: &[usize], steps: usize) -> Vec<f32> {
    let row = |&length: &usize| (0..steps).map(move |t| f32::from(u8::from(t < length)));
    lengths.iter().flat_map(row).collect()
}
// ANCHOR_END: mask
