//! A training that ends in the middle, and goes on.

use super::reader::Reader;
use nabla::optim::{Adam, Optimizer};
use nabla::{Checkpoint, FileError, Module, Parameters, Tape};
use std::ops::Range;
use std::path::Path;
use trainer::Examples;

/// Examples a step.
const BATCH: usize = 32;
/// Adam's rate.
const RATE: f32 = 0.002;

/// What is taken up again from the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// The weights, and what Adam remembers of each.
    Training,
    /// The weights alone; Adam begins afresh.
    Weights,
}

/// The steps of this range, each on the next few examples.
fn steps(reader: &mut Reader, adam: &mut Adam, examples: &Examples, range: Range<usize>) {
    for step in range {
        let places = (0..BATCH).map(|i| (step * BATCH + i) % examples.len());
        let (images, labels) = examples.gather(&places.collect::<Vec<_>>());
        let tape = Tape::new();
        let logits = reader.forward(&tape, tape.constant(images));
        let grads = logits.softmax_cross_entropy(&labels).backward();
        adam.step(reader, &grads);
    }
}

/// Twice so many steps, without a break.
pub fn through(examples: &Examples, half: usize, seed: u64) -> Reader {
    let (mut reader, mut adam) = fresh(examples, seed);
    steps(&mut reader, &mut adam, examples, 0..2 * half);
    reader
}

/// A reader of such pictures with fresh weights, and an optimiser that remembers nothing.
fn fresh(examples: &Examples, seed: u64) -> (Reader, Adam) {
    let side = examples.images.dims()[1];
    (Reader::new(side, &mut nabla::rng(seed)), Adam::new(RATE))
}

// ANCHOR: interrupted
/// The same steps, in two programs: after half of them the first saves and ends; the second builds a network with other
/// weights, opens the file, and goes on.
///
/// # Errors
/// If the file at `path` cannot be written or read.
pub fn interrupted(
    examples: &Examples,
    half: usize,
    seed: u64,
    path: &Path,
    kept: Kept,
) -> Result<Reader, FileError> {
    {
        let (mut reader, mut adam) = fresh(examples, seed);
        steps(&mut reader, &mut adam, examples, 0..half);
        let file = Checkpoint::of(&reader).training(&reader, &adam);
        file.save(path)?;
    }
    let (mut reader, mut adam) = fresh(examples, seed + 1);
    match kept {
        Kept::Training => Checkpoint::read(path)?.resume(&mut reader, &mut adam)?,
        Kept::Weights => Checkpoint::read(path)?.restore(&mut reader)?,
    }
    steps(&mut reader, &mut adam, examples, half..2 * half);
    Ok(reader)
}
// ANCHOR_END: interrupted

/// How many numbers of two models of one kind are not the same, bit for bit, and how many there are.
pub fn different(one: &impl Parameters, other: &impl Parameters) -> (usize, usize) {
    let [one, other] = [bits(one), bits(other)];
    let pairs = one.iter().zip(&other);
    (pairs.filter(|(a, b)| a != b).count(), one.len())
}

fn bits(model: &impl Parameters) -> Vec<u32> {
    let mut all = Vec::new();
    model.visit(&mut |param| all.extend(param.value().data().iter().map(|x| x.to_bits())));
    all
}
