use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::slice::Chunks;

/// Deals `0..n` in a new random order every epoch, a hand of `batch` at a time.
///
/// The last hand is smaller when `batch` does not divide `n`; nobody is left out. The same seed
/// gives the same orders. The order is shuffled in place, so an epoch allocates nothing.
///
/// ```
/// let mut batches = datasets::Batches::new(5, 2, 1);
/// for _epoch in 0..3 {
///     let sizes: Vec<usize> = batches.epoch().map(<[usize]>::len).collect();
///     assert_eq!(sizes, [2, 2, 1]);
/// }
/// let order: Vec<usize> = batches.epoch().flatten().copied().collect();
/// assert!(batches.again().flatten().eq(&order));
/// ```
#[derive(Clone, Debug)]
pub struct Batches {
    order: Vec<usize>,
    batch: usize,
    rng: ChaCha8Rng,
}

impl Batches {
    /// Batches of `batch` out of `n` examples, shuffled from `seed`.
    ///
    /// # Panics
    /// If `batch` is zero.
    pub fn new(n: usize, batch: usize, seed: u64) -> Self {
        assert!(
            batch > 0,
            "a batch needs at least one example, and `batch` is 0"
        );
        Self {
            order: (0..n).collect(),
            batch,
            rng: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// Shuffles, then hands out every position exactly once.
    pub fn epoch(&mut self) -> Chunks<'_, usize> {
        self.shuffle();
        self.again()
    }

    /// The hands of this epoch once more, from the first on: for one that was broken off.
    pub fn again(&self) -> Chunks<'_, usize> {
        self.order.chunks(self.batch)
    }

    /// How many batches an epoch has: `n / batch`, rounded up.
    pub fn per_epoch(&self) -> usize {
        self.order.len().div_ceil(self.batch)
    }

    /// Fisher–Yates: every order is equally likely (Durstenfeld, CACM 7 (7), 1964).
    fn shuffle(&mut self) {
        for last in (1..self.order.len()).rev() {
            let other = self.rng.random_range(0..=last);
            self.order.swap(last, other);
        }
    }
}
