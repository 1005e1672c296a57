//! Numbers as a lesson writes them.

use crate::statistics::{mean, standard_deviation};

/// A number with so many decimals, a true minus sign, commas between the thousands from five digits on, and never a
/// negative zero.
///
/// ```
/// use labkit::numerals::num;
///
/// assert_eq!(num(-1.25, 1), "−1.2");
/// assert_eq!(num(-0.001, 2), "0.00");
/// assert_eq!(num(-34_732.25, 1), "−34,732.2");
/// assert_eq!(num(f64::NEG_INFINITY, 2), "−∞");
/// ```
pub fn num(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return "NaN".to_string();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.to_string();
    }
    let text = with_commas(format!("{value:.decimals$}"));
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| c == '0' || c == '.') => digits.to_string(),
        Some(digits) => format!("−{digits}"),
        None => text,
    }
}

fn with_commas(text: String) -> String {
    let start = usize::from(text.starts_with('-'));
    let end = text.find('.').unwrap_or(text.len());
    match text[start..end].parse() {
        Ok(whole @ 10_000..) => format!("{}{}{}", &text[..start], grouped(whole), &text[end..]),
        _ => text,
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
    grouped(value as u64)
}

/// Not of a `usize`: in a browser that ends at four thousand million.
fn grouped(value: u64) -> String {
    match (value / 1000, value % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{},{rest:03}", grouped(thousands)),
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

/// A number as a factor with so many decimals and a power of ten. Where one of the two says nothing, it is left out.
///
/// ```
/// use labkit::numerals::scientific;
///
/// assert_eq!(scientific(-2.44e-6, 1), "−2.4·10⁻⁶");
/// assert_eq!(scientific(1e-9, 1), "10⁻⁹");
/// assert_eq!(scientific(1.72, 1), "1.7");
/// ```
pub fn scientific(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$e}");
    let Some((factor, exponent)) = text.split_once('e').filter(|_| value != 0.0) else {
        return num(value, 0);
    };
    let power: i32 = exponent.parse().unwrap_or(0);
    let raised: String = exponent.chars().map(superscript).collect();
    let ten = if power == 0 {
        "1".to_string()
    } else {
        format!("10{raised}")
    };
    if (value.abs() / 10_f64.powi(power) - 1.0).abs() < 1e-9 {
        return format!("{}{ten}", if value < 0.0 { "−" } else { "" });
    }
    let factor = num(factor.parse().unwrap_or(value), decimals);
    if power == 0 {
        factor
    } else {
        format!("{factor}·{ten}")
    }
}

/// A power of ten well above `value`: for a difference that is rounding alone, and so another one on every machine.
///
/// ```
/// assert_eq!(labkit::numerals::power_above(2e-9), "10⁻⁸");
/// assert_eq!(labkit::numerals::power_above(5e-9), "10⁻⁷");
/// ```
pub fn power_above(value: f64) -> String {
    scientific(10_f64.powf((3.0 * value).max(1e-300).log10().ceil()), 0)
}

/// The number that a text of this module's form stands for.
pub(crate) fn read(text: &str) -> Option<f64> {
    let text = text.replace('−', "-").replace(',', "");
    let base = text.trim_end_matches(RAISED);
    if base.len() == text.len() {
        return text.parse().ok();
    }
    let power = text[base.len()..].chars();
    let power: String = power
        .filter_map(|c| PLAIN.chars().nth(RAISED.iter().position(|r| *r == c)?))
        .collect();
    let factor = match base.strip_suffix("10")? {
        "" => "1",
        "-" => "-1",
        factor => factor.strip_suffix('·')?,
    };
    format!("{factor}e{power}").parse().ok()
}

/// What an exponent is made of, and how it is raised.
const PLAIN: &str = "-0123456789";
const RAISED: [char; 11] = ['⁻', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// A digit or a minus sign as an exponent has them.
fn superscript(c: char) -> char {
    PLAIN.find(c).map_or(c, |i| RAISED[i])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_ten() {
        for (value, decimals, text) in [
            (2.44e-6, 1, "2.4·10⁻⁶"),
            (-2.5e21, 0, "−2·10²¹"),
            (9.99e-7, 1, "1.0·10⁻⁶"),
            (-1e-6, 1, "−10⁻⁶"),
            (1e3, 2, "10³"),
            (-1.72, 1, "−1.7"),
            (1.0, 1, "1"),
            (0.0, 1, "0"),
            (f64::INFINITY, 1, "∞"),
        ] {
            assert_eq!(scientific(value, decimals), text);
        }
    }

    #[test]
    fn what_is_written_can_be_read() {
        for value in [2.4e-6, -2.5e21, 1e-6, -1e-6, 1e3, -1.5, 0.0] {
            assert_eq!(read(&scientific(value, 1)), Some(value));
        }
        assert_eq!(read("−1,234.5"), Some(-1234.5));
        for no in ["x²", "10⁻", "3·11²", "a·10²", "2·10²x"] {
            assert_eq!(read(no), None, "{no}");
        }
    }
}
