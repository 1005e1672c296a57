//! What a trained network says about each picture, and where it errs.

use crate::examples::{Examples, answers, outputs};
use nabla::{Module, Tape, Tensor};

/// The answers of a network to a set of examples.
pub struct Reading {
    /// `[N, K]`: the probability of each class.
    pub probabilities: Tensor,
    /// The most probable class of each.
    pub answers: Vec<usize>,
    /// The true class of each.
    pub labels: Vec<usize>,
}

impl Reading {
    /// Lets `model` read `examples`.
    pub fn new(model: &dyn Module, examples: &Examples) -> Self {
        let logits = outputs(model, &examples.images);
        let answers = answers(&logits);
        let tape = Tape::new();
        Reading {
            probabilities: tape.constant(logits).softmax().value(),
            answers: answers.iter().map(|&answer| answer as usize).collect(),
            labels: examples
                .labels
                .as_slice()
                .iter()
                .map(|&label| label as usize)
                .collect(),
        }
    }

    /// The probabilities of example `i`.
    pub fn of(&self, i: usize) -> &[f32] {
        let classes = self.probabilities.shape().last();
        &self.probabilities.data()[i * classes..][..classes]
    }

    /// The probability that the network gave to its own answer.
    pub fn confidence(&self, i: usize) -> f32 {
        self.of(i)[self.answers[i]]
    }

    /// How many were read right.
    pub fn right(&self) -> usize {
        let pairs = self.answers.iter().zip(&self.labels);
        pairs.filter(|(answer, label)| answer == label).count()
    }

    // ANCHOR: worst
    /// The examples read wrong, the surest mistakes first.
    pub fn worst(&self) -> Vec<usize> {
        let mut wrong: Vec<usize> = (0..self.labels.len())
            .filter(|&i| self.answers[i] != self.labels[i])
            .collect();
        wrong.sort_by(|&a, &b| self.confidence(b).total_cmp(&self.confidence(a)));
        wrong
    }
    // ANCHOR_END: worst
}

/// Half the size, each pixel the mean of four: a digit stays legible, and five fit in a line of a terminal.
///
/// # Panics
/// If `pixels` is not a picture of 28 × 28.
pub fn half(pixels: &[f32]) -> Vec<f32> {
    assert_eq!(pixels.len(), 28 * 28, "half: a picture has 28 × 28 pixels");
    halved(pixels, 28)
}

/// The same of any square picture with an even `side`.
pub(crate) fn halved(pixels: &[f32], side: usize) -> Vec<f32> {
    let at = |row: usize, column: usize| pixels[row * side + column];
    let mean = |row: usize, column: usize| {
        (at(row, column) + at(row + 1, column) + at(row, column + 1) + at(row + 1, column + 1))
            / 4.0
    };
    let half = side / 2;
    (0..half * half)
        .map(|i| mean(2 * (i / half), 2 * (i % half)))
        .collect()
}
