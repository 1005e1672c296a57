//! The game with four numbers in it, so that one round fits on paper.
//!
//! The generator makes `G(z) = a·z + b` from a number `z`; the discriminator answers `D(x) = σ(w·x + c)`.

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
    /// The generator's weight.
    pub a: f64,
    /// The generator's bias.
    pub b: f64,
    /// The discriminator's weight.
    pub w: f64,
    /// The discriminator's bias.
    pub c: f64,
}

// ANCHOR: pair
impl Pair {
    /// What the generator makes of a number.
    pub fn generate(&self, z: f64) -> f64 {
        self.a * z + self.b
    }

    /// How real a number seems to the discriminator.
    pub fn output(&self, x: f64) -> f64 {
        sigmoid(self.w * x + self.c)
    }

    /// What the discriminator wants large and the generator small: the mean of `ln D(x)` over the real numbers,
    /// plus the mean of `ln(1 − D(G(z)))` over the forged ones.
    pub fn value(&self, shown: &Batch) -> f64 {
        let real = mean(&shown.real, |x| self.output(x).ln());
        real + mean(&shown.noise, |z| (1.0 - self.output(self.generate(z))).ln())
    }
}
// ANCHOR_END: pair

// ANCHOR: gradients
/// The gradient of the value with respect to the discriminator's `(w, c)`.
pub fn discriminator_gradient(pair: &Pair, shown: &Batch) -> (f64, f64) {
    let real = |x: f64| 1.0 - pair.output(x);
    let forged = |z: f64| pair.output(pair.generate(z));
    let w =
        mean(&shown.real, |x| real(x) * x) - mean(&shown.noise, |z| forged(z) * pair.generate(z));
    let c = mean(&shown.real, real) - mean(&shown.noise, forged);
    (w, c)
}

/// The gradient of the generator's loss with respect to its `(a, b)`, through the discriminator.
pub fn generator_gradient(pair: &Pair, shown: &Batch, loss: GeneratorLoss) -> (f64, f64) {
    // With respect to the logit, then times w: to the forged number.
    let of_number = |z: f64| {
        let output = pair.output(pair.generate(z));
        pair.w
            * match loss {
                GeneratorLoss::Saturating => -output,
                GeneratorLoss::NonSaturating => output - 1.0,
                GeneratorLoss::Height => -1.0,
            }
    };
    let a = mean(&shown.noise, |z| of_number(z) * z);
    (a, mean(&shown.noise, of_number))
}
// ANCHOR_END: gradients

/// The planted bug: the generator's step changes everything that its loss depends on, the discriminator too. One forgery `x`
/// shown to the discriminator `(w, c)`, loss −ln D: where it goes, and `(w, c)` after.
pub fn step_of_both(x: f64, (w, c): (f64, f64), rate: f64) -> (f64, (f64, f64)) {
    let of_logit = sigmoid(w * x + c) - 1.0;
    let moved = x - rate * of_logit * w;
    (moved, (w - rate * of_logit * x, c - rate * of_logit))
}

fn mean(numbers: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    numbers.iter().map(|&x| of(x)).sum::<f64>() / numbers.len() as f64
}
