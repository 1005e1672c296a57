//! A loss with a cliff: one hidden unit, many steps, and descent with and without a clipped gradient.

use crate::reader::Reader;
use nabla::optim::{Optimizer, Sgd};
use nabla::rnn::Rnn;
use nabla::{Rng, Tape, Tensor};

// ANCHOR: cliff
/// One hidden unit: h ← tanh(w·h + b), so many times.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    /// The weight from the unit to itself.
    pub w: f64,
    /// Where it starts.
    pub start: f64,
    /// Steps.
    pub steps: usize,
    /// What it should be in the end.
    pub wanted: f64,
}

impl Unit {
    /// The state h_T in the end, and its derivative with respect to the bias `b`.
    pub fn end(&self, b: f64) -> (f64, f64) {
        let (mut h, mut by_b) = (self.start, 0.0); // by_b: ∂h/∂b so far
        for _ in 0..self.steps {
            h = (self.w * h + b).tanh();
            by_b = (1.0 - h * h) * (self.w * by_b + 1.0);
        }
        (h, by_b)
    }

    /// The loss (h_T − wanted)², and its gradient, the derivative with respect to the bias `b`.
    pub fn loss(&self, b: f64) -> (f64, f64) {
        let (h, by_b) = self.end(b);
        let error = h - self.wanted;
        (error * error, 2.0 * error * by_b)
    }
}

/// Where descent gets to. A gradient longer than `clip` is cut to that length.
pub fn descend(unit: &Unit, start: f64, rate: f64, steps: usize, clip: f64) -> Vec<f64> {
    let mut path = vec![start];
    for step in 0..steps {
        let (_, gradient) = unit.loss(path[step]);
        path.push(path[step] - rate * gradient.clamp(-clip, clip));
    }
    path
}
// ANCHOR_END: cliff

/// The unit of the lesson. With a bias above −0.533 it stays up, at 0.7 or more; below that it falls to −1.
pub const UNIT: Unit = Unit {
    w: 2.0,
    start: 0.9,
    steps: 40,
    wanted: 0.5,
};

/// How a training by plain descent went.
pub struct Descent {
    /// Losses, one a step.
    pub losses: Vec<f64>,
    /// How long the gradient was, one a step.
    pub lengths: Vec<f64>,
}

/// Hidden units of that network.
const HIDDEN: usize = 32;

// ANCHOR: blow_up
/// Trains a network to say the sum of the first four numbers of a row. Its hidden matrix is large:
/// the spectral radius is `radius`. A gradient longer than `clip` is cut to that length.
pub fn train(radius: f32, rate: f32, clip: f32, steps: usize, rng: &mut Rng) -> Descent {
    let mut layer = Rnn::new(1, HIDDEN, rng); // its hidden matrix has the radius 1
    for w in layer.w_h.value_mut().data_mut() {
        *w *= radius;
    }
    let mut reader = Reader::of(Box::new(layer), 1, rng);
    let mut optimizer = Sgd::new(rate);
    let (mut losses, mut lengths) = (Vec::new(), Vec::new());
    for _ in 0..steps {
        let (numbers, wanted) = numbers(32, 30, rng);
        let mut grads = {
            let tape = Tape::new();
            let said = reader.at_the_end(&tape, tape.constant(numbers), None);
            let loss = said.mse(&wanted);
            losses.push(f64::from(loss.item()));
            loss.backward()
        };
        lengths.push(f64::from(grads.clip_norm(&reader, clip)));
        optimizer.step(&mut reader, &grads);
    }
    Descent { losses, lengths }
}
// ANCHOR_END: blow_up

/// Rows of random numbers `[N, T, 1]`, and the sum of the first four of each, `[N, 1]`.
fn numbers(count: usize, steps: usize, rng: &mut Rng) -> (Tensor, Tensor) {
    let numbers = Tensor::uniform([count, steps, 1], -1.0..1.0, rng);
    let rows = numbers.data().chunks_exact(steps);
    let sums = rows.map(|row| row[..4].iter().sum()).collect();
    (numbers, Tensor::from_vec(sums, [count, 1]))
}
