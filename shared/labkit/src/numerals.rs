//! Numbers as a lesson writes them.

use crate::statistics::{mean, standard_deviation};

/// A number with so many decimals, a true minus sign and never a negative zero.
///
/// ```
/// use labkit::numerals::num;
///
/// assert_eq!(num(-1.25, 1), "−1.2");
/// assert_eq!(num(-0.001, 2), "0.00");
/// assert_eq!(num(f64::NEG_INFINITY, 2), "−∞");
/// ```
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
///
/// ```
/// assert_eq!(labkit::numerals::percent(0.0625), "6.2 %");
/// ```
pub fn percent(share: f64) -> String {
    percentage(share, 1)
}

/// A share as a percentage with so many decimals.
///
/// ```
/// assert_eq!(labkit::numerals::percentage(0.125, 0), "12 %");
/// ```
pub fn percentage(share: f64, decimals: usize) -> String {
    format!("{} %", num(100.0 * share, decimals))
}

/// The mean of some shares as a percentage, and their standard deviation.
///
/// ```
/// assert_eq!(labkit::numerals::give_or_take([0.9, 0.92, 0.94]), "92.0 ± 2.0 %");
/// ```
pub fn give_or_take(shares: impl IntoIterator<Item = f64, IntoIter: Clone>) -> String {
    let shares = shares.into_iter();
    format!(
        "{} ± {}",
        num(100.0 * mean(shares.clone()), 1),
        percent(standard_deviation(shares))
    )
}

/// A count with commas between the thousands.
///
/// ```
/// assert_eq!(labkit::numerals::count(1_060_007), "1,060,007");
/// ```
pub fn count(value: usize) -> String {
    match (value / 1000, value % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{},{rest:03}", count(thousands)),
    }
}

/// Numbers in a row, with so many decimals.
///
/// ```
/// assert_eq!(labkit::numerals::list([1.0, -0.5], 1), "1.0  −0.5");
/// ```
pub fn list(values: impl IntoIterator<Item = f64>, decimals: usize) -> String {
    let shown: Vec<String> = values
        .into_iter()
        .map(|value| num(value, decimals))
        .collect();
    shown.join("  ")
}

/// Numbers below each other in rows: with so many decimals, each 8 columns wide.
///
/// ```
/// assert_eq!(labkit::numerals::columns([1.0, -0.5], 1), "     1.0     −0.5");
/// ```
pub fn columns(values: impl IntoIterator<Item = f64>, decimals: usize) -> String {
    let shown = values
        .into_iter()
        .map(|value| format!("{:>8}", num(value, decimals)));
    shown.collect::<Vec<_>>().join(" ")
}
