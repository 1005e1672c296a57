//! The digits on a field: what is known of 0 to 4, and what is shown of 5 to 9.

use super::reader::{Reader, learn};
use super::recipes::OLD;
use super::tasks::{few, halves, scattered};
use datasets::Split;
use trainer::Examples;

/// Places at which each picture of 0 to 4 is shown, and at which each test picture is.
const PLACES: [usize; 2] = [20, 2];

/// Digits somewhere on a field of `side` × `side` pixels.
pub struct World {
    /// Pixels of the field, across and down.
    pub side: usize,
    /// The digits 0 to 4, to learn from: each at several places.
    pub old: Examples,
    /// The digits 0 to 4, to test with.
    pub old_test: Examples,
    /// The digits 5 to 9, to test with.
    pub new_test: Examples,
    /// The digits 5 to 9 as they are, of which few are shown.
    pool: Examples,
    /// The digits 0 to 4 as they are.
    known: Examples,
}

impl World {
    /// Of these pictures, which may be smaller than the field.
    pub fn new(split: &Split, side: usize) -> Self {
        let [old, new] = halves(split);
        // In a field of their own size there is one place alone.
        let [places, test] = PLACES.map(|p| if side == split.train.height { 1 } else { p });
        let on_a_field =
            |examples, copies, seed| scattered(examples, side, copies, &mut nabla::rng(seed));
        World {
            side,
            old: on_a_field(&old.learn, places, 1),
            old_test: on_a_field(&old.test, test, 2),
            new_test: on_a_field(&new.test, test, 3),
            pool: new.learn,
            known: old.learn,
        }
    }

    /// A network that has learned to read 0 to 4, in so many steps.
    pub fn reader_of_the_old(&self, steps: usize, seed: u64) -> Reader {
        let mut reader = Reader::new(self.side, &mut nabla::rng(seed));
        learn(&mut reader, &self.old, &OLD.steps(steps), seed);
        reader
    }

    /// So many examples of each of 5 to 9, each at one place; other ones for another seed.
    pub fn few_new(&self, each: usize, seed: u64) -> Examples {
        self.few(&self.pool, each, seed)
    }

    /// The same of 0 to 4.
    pub fn few_old(&self, each: usize, seed: u64) -> Examples {
        self.few(&self.known, each, seed)
    }

    fn few(&self, pool: &Examples, each: usize, seed: u64) -> Examples {
        let rng = &mut nabla::rng(1000 + seed);
        scattered(&few(pool, each, rng), self.side, 1, rng)
    }
}
