//! What `--quick` makes smaller.

use crate::Lesson;

impl Lesson {
    /// So many epochs, steps or rounds; with `--quick` a part of them, `usual / divisor`, rounded up.
    pub fn shortened(&self, usual: usize, divisor: usize) -> usize {
        if self.flags.quick {
            usual.div_ceil(divisor)
        } else {
            usual
        }
    }

    /// The seeds of `count` networks, from `--seed` on; with `--quick` of `quick` of them at most.
    pub fn seeds(&self, count: usize, quick: usize) -> Vec<u64> {
        let count = if self.flags.quick {
            count.min(quick)
        } else {
            count
        };
        let first = self.flags.seed;
        (0..count as u64).map(|i| first.wrapping_add(i)).collect()
    }
}
