//! The sections of the lesson, in order: [`curve`], [`step`], [`likelihood`], [`downhill`], [`gates`].

pub mod curve;
pub mod downhill;
pub mod figures;
pub mod gates;
pub mod likelihood;
pub mod step;

use lab01::{Example, data};
use labkit::Lesson;

/// The fifty slices that sections 5 to 9 look at: the same ones each time, for one seed.
pub fn slices(lesson: &Lesson) -> Vec<Example<1>> {
    data::toast(50, &mut lesson.rng())
}

/// Evenly spaced numbers from `from` to `to`, both included, to draw a curve through.
pub fn grid(from: f64, to: f64) -> impl Iterator<Item = f64> + Clone {
    const POINTS: u32 = 160;
    (0..=POINTS).map(move |i| from + (to - from) * f64::from(i) / f64::from(POINTS))
}
