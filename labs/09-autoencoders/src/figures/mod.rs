//! The drawings of this lesson, one file for each subject.

pub mod door;
pub mod maps;
pub mod plane;
pub mod signed;

pub use labkit::draw::{At, text};

/// The middle one of some numbers: a few strays do not move it.
fn median(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied()
}
