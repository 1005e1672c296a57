//! Random inputs that are the same in every run.

use std::ops::Range;

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// Draws the inputs on which a property is tried; the same ones each time.
#[derive(Debug, Clone)]
pub struct Draws(ChaCha8Rng);

impl Draws {
    pub(crate) fn new() -> Draws {
        Draws(ChaCha8Rng::seed_from_u64(1))
    }

    /// A number of `range`.
    ///
    /// # Panics
    /// If the range is empty.
    pub fn number(&mut self, range: Range<f64>) -> f64 {
        self.0.random_range(range)
    }

    /// `count` numbers of `range`.
    ///
    /// # Panics
    /// If the range is empty.
    pub fn numbers(&mut self, count: usize, range: Range<f64>) -> Vec<f64> {
        (0..count).map(|_| self.number(range.clone())).collect()
    }

    /// A whole number of `range`.
    ///
    /// # Panics
    /// If the range is empty.
    pub fn whole(&mut self, range: Range<usize>) -> usize {
        self.0.random_range(range)
    }

    /// The same values in another order.
    pub fn shuffled<T>(&mut self, mut values: Vec<T>) -> Vec<T> {
        values.shuffle(&mut self.0);
        values
    }
}
