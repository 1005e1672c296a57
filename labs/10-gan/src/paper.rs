//! The game with four numbers in it, so that one round fits on paper.
//!
//! The forger makes `G(z) = a·z + b` from a number `z`; the expert answers `D(x) = σ(w·x + c)`.

use crate::game::GeneratorLoss;

/// The logistic function.
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The numbers that are shown in one round.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Real ones.
    pub real: Vec<f64>,
    /// The noise of the forgeries.
    pub noise: Vec<f64>,
}

/// Both players.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The forger's slope.
    pub a: f64,
    /// The forger's shift.
    pub b: f64,
    /// The expert's weight.
    pub w: f64,
    /// The expert's bias.
    pub c: f64,
}

// ANCHOR: pair
impl Pair {
    /// What the forger makes of a number.
    pub fn generate(&self, z: f64) -> f64 {
        self.a * z + self.b
    }

    /// How real the expert thinks a number is.
    pub fn output(&self, x: f64) -> f64 {
        sigmoid(self.w * x + self.c)
    }

    /// What the expert wants large and the forger small: the mean of `ln D(x)` over the real numbers,
    /// plus the mean of `ln(1 − D(G(z)))` over the forged ones.
    pub fn value(&self, shown: &Batch) -> f64 {
        let real = mean(&shown.real, |x| self.output(x).ln());
        real + mean(&shown.noise, |z| (1.0 - self.output(self.generate(z))).ln())
    }
}
// ANCHOR_END: pair

// ANCHOR: gradients
/// The slopes of the value in the expert's `(w, c)`.
pub fn discriminator_gradient(pair: &Pair, shown: &Batch) -> (f64, f64) {
    let real = |x: f64| 1.0 - pair.output(x);
    let forged = |z: f64| pair.output(pair.generate(z));
    let w =
        mean(&shown.real, |x| real(x) * x) - mean(&shown.noise, |z| forged(z) * pair.generate(z));
    let c = mean(&shown.real, real) - mean(&shown.noise, forged);
    (w, c)
}

/// The slopes of the forger's loss in its `(a, b)`, through the expert.
pub fn generator_gradients(pair: &Pair, shown: &Batch, price: GeneratorLoss) -> (f64, f64) {
    // In the logit, then times w: in the forged number.
    let in_number = |z: f64| {
        let output = pair.output(pair.generate(z));
        pair.w
            * match price {
                GeneratorLoss::Saturating => -output,
                GeneratorLoss::NonSaturating => output - 1.0,
            }
    };
    let a = mean(&shown.noise, |z| in_number(z) * z);
    (a, mean(&shown.noise, in_number))
}
// ANCHOR_END: gradients

/// The planted bug: the forger's step changes everything that its loss depends on, the expert too. One forgery `x` of
/// the expert `(w, c)`, price −ln D: where it goes, and `(w, c)` after.
pub fn step_of_both(x: f64, (w, c): (f64, f64), rate: f64) -> (f64, (f64, f64)) {
    let in_logit = sigmoid(w * x + c) - 1.0;
    let moved = x - rate * in_logit * w;
    (moved, (w - rate * in_logit * x, c - rate * in_logit))
}

fn mean(numbers: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    numbers.iter().map(|&x| of(x)).sum::<f64>() / numbers.len() as f64
}
