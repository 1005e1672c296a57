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

/// Values one after the other as points of a chart, the first of them at `first`.
pub fn in_a_row(values: &[f64], first: usize) -> Vec<(f64, f64)> {
    let numbered = values.iter().enumerate();
    numbered
        .map(|(i, &value)| ((first + i) as f64, value))
        .collect()
}

/// A bias with as many decimals as it needs.
pub fn bias(value: f64) -> String {
    labkit::numerals::num(value, usize::from(value.fract() != 0.0))
}
