//! A dense network that reads a sentence through a window of fixed size, and what it cannot do.

use crate::reader::Reader;
use nabla::{Activation, Init, Linear, Module, Rng, Sequential, Tape, Tensor};
use rand::RngExt;
use std::ops::Range;
use trainer::{Learner, Rule};

/// Words in a sentence.
pub const WORDS: usize = 8;
/// Different words; word 0 is the one that is looked for.
pub const VOCABULARY: usize = 6;

/// Sentences, and whether word 0 is in them.
pub struct Sentences {
    /// `[N, WORDS, VOCABULARY]`, each word a 1 among zeros.
    pub words: Tensor,
    /// `[N, 1]`, 1 for yes.
    pub found: Tensor,
}

// ANCHOR: sentences
/// Sentences of random words. Every second one has word 0 in it, once, at one of these `places`.
pub fn sentences(count: usize, places: Range<usize>, rng: &mut Rng) -> Sentences {
    let mut words = Tensor::zeros([count, WORDS, VOCABULARY]);
    let mut found = Tensor::zeros([count, 1]);
    for n in 0..count {
        let wanted = (n % 2 == 1).then(|| rng.random_range(places.clone()));
        found.data_mut()[n] = wanted.map_or(0.0, |_| 1.0);
        for place in 0..WORDS {
            let other = rng.random_range(1..VOCABULARY);
            let word = if wanted == Some(place) { 0 } else { other };
            words.data_mut()[(n * WORDS + place) * VOCABULARY + word] = 1.0;
        }
    }
    Sentences { words, found }
}
// ANCHOR_END: sentences

/// A dense network with a weight for each word at each place.
pub fn dense(hidden: usize, rng: &mut Rng) -> Sequential {
    let inputs = WORDS * VOCABULARY;
    Sequential::new()
        .push(Linear::new(inputs, hidden, Init::He, rng).activation(Activation::Relu))
        .push(Linear::new(hidden, 1, Init::Xavier, rng))
}

/// Trains it on sentences that have the word at these `places`.
pub fn train(model: &mut Sequential, places: Range<usize>, steps: usize, rng: &mut Rng) {
    let mut learner = Learner::new(Rule::adam(0.01), steps);
    for _ in 0..steps {
        let batch = sentences(64, places.clone(), rng);
        learner.learn(model, Tape::new(), |model, tape| {
            let logits = model.forward(tape, tape.constant(flat(&batch)));
            logits.sigmoid_cross_entropy(&batch.found)
        });
    }
}

/// Trains a recurrent network on the same sentences, asked after the last word.
pub fn train_reader(reader: &mut Reader, places: Range<usize>, steps: usize, rng: &mut Rng) {
    let mut learner = Learner::new(Rule::adam(0.005), steps).clip(1.0);
    for _ in 0..steps {
        let batch = sentences(64, places.clone(), rng);
        learner.learn(reader, Tape::new(), |reader, tape| {
            let logits = reader.at_the_end(tape, tape.constant(batch.words), None);
            logits.sigmoid_cross_entropy(&batch.found)
        });
    }
}

/// The share of sentences that the recurrent network answers right.
pub fn reader_right(reader: &Reader, asked: &Sentences) -> f64 {
    let tape = Tape::new();
    let logits = reader.at_the_end(&tape, tape.constant(asked.words.clone()), None);
    share_right(&logits.value(), &asked.found)
}

/// The share of sentences that it answers right.
pub fn right(model: &Sequential, asked: &Sentences) -> f64 {
    let tape = Tape::new();
    let logits = model.forward(&tape, tape.constant(flat(asked))).value();
    share_right(&logits, &asked.found)
}

fn share_right(logits: &Tensor, found: &Tensor) -> f64 {
    let pairs = logits.data().iter().zip(found.data());
    let hits = pairs.filter(|&(&z, &yes)| (z > 0.0) == (yes > 0.5)).count();
    hits as f64 / found.len() as f64
}

fn flat(asked: &Sentences) -> Tensor {
    let count = asked.found.len();
    asked.words.reshape([count, WORDS * VOCABULARY])
}
