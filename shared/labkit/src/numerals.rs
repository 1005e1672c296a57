//! Numbers as a lesson writes them.

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
    format!("{} %", num(100.0 * share, 1))
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
