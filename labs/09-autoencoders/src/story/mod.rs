//! The sections of the lesson, in order.

use datasets::Images;
use labkit::{Lesson, Result};

/// How many pictures of a large set the lesson takes, so that it stays short: to learn from, and to test.
const AT_MOST: (usize, usize) = (3_000, 500);

/// The pictures of the lesson, and networks that several sections look at.
pub struct Story {
    /// Pictures to learn from: the embedded digits in their 8 × 8 pixels, or what `--data` names.
    pub train: Images,
    /// Pictures to test with.
    pub test: Images,
}

impl Story {
    /// The pictures that `--data` names.
    pub fn new(lesson: &Lesson) -> Result<Self> {
        let split = match lesson.flags().data.as_str() {
            "digits" => datasets::digits8(),
            other => datasets::images(other)?,
        };
        Ok(Story {
            train: split.train.take(AT_MOST.0),
            test: split.test.take(AT_MOST.1),
        })
    }
}

/// The seeds of `count` networks, from the lesson's own on; with `--quick` one alone.
pub fn seeds(lesson: &Lesson, count: usize) -> Vec<u64> {
    let count = if lesson.flags().quick { 1 } else { count };
    let first = lesson.flags().seed;
    (0..count as u64).map(|i| first.wrapping_add(i)).collect()
}

/// The mean.
pub fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

/// The standard deviation, of a sample.
pub fn deviation(values: impl ExactSizeIterator<Item = f64> + Clone) -> f64 {
    let (middle, count) = (mean(values.clone()), values.len());
    let squares: f64 = values.map(|v| (v - middle).powi(2)).sum();
    (squares / count.saturating_sub(1).max(1) as f64).sqrt()
}

/// So many epochs, or a tenth with `--quick`.
pub fn epochs(lesson: &Lesson, usual: usize) -> usize {
    if lesson.flags().quick {
        usual.div_ceil(10)
    } else {
        usual
    }
}

/// A number with so many decimals, a true minus sign and never a negative zero.
pub fn num(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return "NaN".to_string();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.to_string();
    }
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| c == '0' || c == '.') => digits.to_string(),
        Some(digits) => format!("−{digits}"),
        None => text,
    }
}

/// A share as a percentage with one decimal.
pub fn percent(share: f64) -> String {
    format!("{} %", num(100.0 * share, 1))
}

/// A count with commas between the thousands.
pub fn count(value: usize) -> String {
    match (value / 1000, value % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{},{rest:03}", count(thousands)),
    }
}

/// Numbers in a row, with so many decimals.
pub fn list(values: impl IntoIterator<Item = f64>, decimals: usize) -> String {
    let shown: Vec<String> = values
        .into_iter()
        .map(|value| num(value, decimals))
        .collect();
    shown.join("  ")
}
