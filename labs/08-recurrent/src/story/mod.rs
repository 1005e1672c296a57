//! The sections of the lesson, one file for each subject.

pub mod cell;
pub mod cliff;
pub mod counting;
pub mod films;
pub mod forecasts;
pub mod gates;
pub mod holding;
pub mod letters;
pub mod reach;
pub mod shapes;
pub mod smudged;
pub mod truncated;
pub mod uneven;

pub use labkit::numerals::{count, list, num, percent};

use labkit::Lesson;

/// The seeds of `count` networks, from the lesson's own on; with `--quick` of one.
pub fn seeds(lesson: &Lesson, count: usize) -> Vec<u64> {
    let count = if lesson.flags().quick {
        count.min(1)
    } else {
        count
    };
    let first = lesson.flags().seed;
    (0..count as u64).map(|i| first.wrapping_add(i)).collect()
}

/// So many steps, or a fifth with `--quick`.
pub fn steps(lesson: &Lesson, usual: usize) -> usize {
    if lesson.flags().quick {
        usual.div_ceil(5)
    } else {
        usual
    }
}

/// So many steps of a long training, or a tenth with `--quick`.
pub fn long(lesson: &Lesson, usual: usize) -> usize {
    if lesson.flags().quick {
        usual.div_ceil(10)
    } else {
        usual
    }
}

/// The mean.
pub fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}
