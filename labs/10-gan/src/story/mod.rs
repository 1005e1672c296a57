//! The sections of the lesson, in order: [`game`], [`round`], [`best`], [`line`], [`spiral`], [`pace`], [`losses`],
//! [`ring`], [`pixels`], [`brush`], [`between`], [`beside`], [`scores`]; and what the last of them share, [`drawn`].

pub mod beside;
pub mod best;
pub mod between;
pub mod brush;
pub mod drawn;
pub mod game;
pub mod line;
pub mod losses;
pub mod pace;
pub mod pixels;
pub mod ring;
pub mod round;
pub mod scores;
pub mod spiral;

pub use labkit::numerals::{count, num};

use labkit::Lesson;

/// A share as a percentage without decimals.
pub fn percent(share: f64) -> String {
    format!("{} %", num(100.0 * share, 0))
}

/// The first cell of a row that came out of a long game. The book does not insist on the digits of such a row: in a game
/// the smallest difference between two processors grows.
pub fn made(what: impl std::fmt::Display) -> String {
    format!("✎ {what}")
}

/// The mean.
pub fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    sum / f64::max(count, 1.0)
}

/// The seeds of `count` games, from the lesson's own on; with `--quick` only the first.
pub fn seeds(lesson: &Lesson, count: u64) -> Vec<u64> {
    let count = if lesson.flags().quick { 1 } else { count };
    let first = lesson.flags().seed;
    (0..count).map(|i| first.wrapping_add(i)).collect()
}

/// So many rounds, or an eighth with `--quick`.
pub fn rounds(lesson: &Lesson, usual: usize) -> usize {
    if lesson.flags().quick {
        usual.div_ceil(8)
    } else {
        usual
    }
}
