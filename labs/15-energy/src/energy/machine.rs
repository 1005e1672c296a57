//! A machine in plain numbers.

use nabla::Rng;
use rand::RngExt;
use rand_distr::StandardNormal;

// ANCHOR: machine
/// A restricted Boltzmann machine: V visible and H hidden units, each 0 or 1. (Smolensky, 1986, as "harmonium".)
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// W, a row for each visible unit: `[V][H]`
    pub weights: Vec<Vec<f64>>,
    /// b: `[V]`
    pub visible: Vec<f64>,
    /// c: `[H]`
    pub hidden: Vec<f64>,
}
// ANCHOR_END: machine

impl Machine {
    /// Of W, b and c.
    pub fn new(weights: Vec<Vec<f64>>, visible: Vec<f64>, hidden: Vec<f64>) -> Self {
        Machine {
            weights,
            visible,
            hidden,
        }
    }

    /// With small random weights, and biases of 0.
    pub fn fresh(visible: usize, hidden: usize, rng: &mut Rng) -> Self {
        let mut weight = || 0.1 * rng.sample::<f64, _>(StandardNormal);
        let mut row = |_| (0..hidden).map(|_| weight()).collect();
        let weights = (0..visible).map(&mut row).collect();
        Machine::new(weights, vec![0.0; visible], vec![0.0; hidden])
    }

    /// E(v, h) = −b·v − c·h − Σᵢⱼ vᵢ Wᵢⱼ hⱼ.
    // ANCHOR: energy
    pub fn energy(&self, v: &[f64], h: &[f64]) -> f64 {
        let pairs = v.iter().zip(&self.weights).map(|(v, row)| v * dot(row, h));
        -dot(&self.visible, v) - dot(&self.hidden, h) - pairs.sum::<f64>()
    }
    // ANCHOR_END: energy

    /// The same machine seen from the other side: what was visible is hidden.
    pub fn turned(&self) -> Machine {
        let column = |j: usize| self.weights.iter().map(|row| row[j]).collect();
        let weights = (0..self.hidden.len()).map(column).collect();
        Machine::new(weights, self.hidden.clone(), self.visible.clone())
    }

    /// All its numbers, to change: W row by row, b, c.
    pub fn numbers_mut(&mut self) -> impl Iterator<Item = &mut f64> {
        let weights = self.weights.iter_mut().flatten();
        weights.chain(&mut self.visible).chain(&mut self.hidden)
    }

    /// The same numbers in the same order.
    pub fn numbers(&self) -> Vec<f64> {
        self.clone().numbers_mut().map(|x| *x).collect()
    }

    /// This machine, or gradient, and `factor` times another one of its size.
    pub fn plus(mut self, factor: f64, other: &Machine) -> Machine {
        let both = self.numbers_mut().zip(other.numbers());
        both.for_each(|(mine, other)| *mine += factor * other);
        self
    }
}

/// a·b.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// `sum` and each row by its share.
pub fn mixed(mut sum: Vec<f64>, rows: &[Vec<f64>], shares: &[f64]) -> Vec<f64> {
    for (row, share) in rows.iter().zip(shares) {
        sum.iter_mut()
            .zip(row)
            .for_each(|(sum, x)| *sum += share * x);
    }
    sum
}
