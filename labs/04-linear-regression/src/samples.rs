//! Made-up measurements with a known truth, and how to divide them.

use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use rand_distr::{Distribution, StandardNormal};

/// Pairs (x, y), in two lists of equal length.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    /// Inputs.
    pub x: Vec<f64>,
    /// Measured targets.
    pub y: Vec<f64>,
}

impl Samples {
    /// The samples numbered in `rows`, in that order.
    pub fn pick(&self, rows: &[usize]) -> Self {
        Self {
            x: rows.iter().map(|&i| self.x[i]).collect(),
            y: rows.iter().map(|&i| self.y[i]).collect(),
        }
    }

    /// The pairs (x, y) one after another, for a chart.
    pub fn points(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.x.iter().copied().zip(self.y.iter().copied())
    }
}

/// The truth behind the polynomial sections: a wave that is no polynomial at all.
pub fn wave(x: f64) -> f64 {
    (4.0 * x).sin()
}

/// The standard deviation of the noise that [`noisy_wave`] adds.
pub const WAVE_NOISE: f64 = 0.3;

/// `n` noisy measurements of [`wave`], at places drawn evenly from −1..1.
pub fn noisy_wave(n: usize, rng: &mut impl Rng) -> Samples {
    let mut samples = Samples::default();
    for _ in 0..n {
        let x = rng.random_range(-1.0..1.0);
        samples.x.push(x);
        samples.y.push(wave(x) + WAVE_NOISE * normal(rng));
    }
    samples
}

/// `n` noisy measurements of [`wave`] at equal distances from −1 to 1.
pub fn even_wave(n: usize, rng: &mut impl Rng) -> Samples {
    let mut samples = Samples::default();
    for i in 0..n {
        let x = -1.0 + 2.0 * i as f64 / (n - 1) as f64;
        samples.x.push(x);
        samples.y.push(wave(x) + WAVE_NOISE * normal(rng));
    }
    samples
}

/// `n` noisy measurements of the line y = −x + 1: inputs around 0.5, noise of standard deviation `noise`.
pub fn noisy_line(n: usize, noise: f64, rng: &mut impl Rng) -> Samples {
    let mut samples = Samples::default();
    for _ in 0..n {
        let x = 0.5 + normal(rng);
        samples.x.push(x);
        samples.y.push(1.0 - x + noise * normal(rng));
    }
    samples
}

fn normal(rng: &mut impl Rng) -> f64 {
    StandardNormal.sample(rng)
}

// ANCHOR: three_way
/// Row numbers 0..n in a random order, cut into 70 % for training, 20 % for validation and the
/// rest, 10 %, for the one final test.
pub fn three_way(n: usize, rng: &mut impl Rng) -> (Vec<usize>, Vec<usize>, Vec<usize>) {
    let mut rows: Vec<usize> = (0..n).collect();
    rows.shuffle(rng);
    let test = rows.split_off(n * 9 / 10);
    let validation = rows.split_off(n * 7 / 10);
    (rows, validation, test)
}
// ANCHOR_END: three_way
