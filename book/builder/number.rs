//! `{{#number lab05 test_accuracy .1%}}`: how a recorded number is written.

use serde_json::Number;

/// Writes `number` as `format` asks: nothing (as recorded), `.3` (decimals), `.1%` (percent), `,` (thousands,
/// also `,.2`), `.2e` (a power of ten).
///
/// # Errors
/// When the format is none of these.
pub(crate) fn write(number: &Number, format: &str) -> Result<String, String> {
    let value = number
        .as_f64()
        .ok_or_else(|| format!("{number} is no number that can be written"))?;
    let bad = || format!("`{format}` is no number format: use `.3`, `.1%`, `,`, `,.2` or `.2e`");
    if format.is_empty() {
        return Ok(if value.fract() == 0.0 && value.abs() < 1e15 {
            format!("{value:.0}")
        } else {
            number.to_string()
        });
    }
    let (thousands, rest) = format
        .strip_prefix(',')
        .map_or((false, format), |rest| (true, rest));
    let (rest, suffix) = match rest.strip_suffix(['%', 'e']) {
        Some(short) => (short, &rest[short.len()..]),
        None => (rest, ""),
    };
    let decimals = match rest.strip_prefix('.') {
        // No number has more, and `format!` panics at 65,536.
        Some(digits) => digits.parse().ok().filter(|n| *n <= 20).ok_or_else(bad)?,
        None if rest.is_empty() => 0,
        None => return Err(bad()),
    };
    let written = match suffix {
        "%" => format!("{:.decimals$} %", value * 100.0),
        "e" => format!("{value:.decimals$e}"),
        _ => format!("{value:.decimals$}"),
    };
    Ok(if thousands { group(&written) } else { written })
}

/// A written number for a sentence: a true minus sign, a power of ten, a percent sign that stays with its number.
pub(crate) fn as_html(written: &str) -> String {
    let written = written.replace(" %", "\u{a0}%").replace('-', "−");
    match written.split_once('e') {
        Some((mantissa, power)) => format!("{mantissa}·10<sup>{power}</sup>"),
        None => written,
    }
}

/// A written number for a formula.
pub(crate) fn as_latex(written: &str) -> String {
    let written = written.replace(',', "{,}").replace(" %", r"\,\%");
    match written.split_once('e') {
        Some((mantissa, power)) => format!(r"{mantissa} \cdot 10^{{{power}}}"),
        None => written,
    }
}

/// Sets a comma between each three digits before the decimal point.
fn group(written: &str) -> String {
    let start = written.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let digits = written[start..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let mut out = written[..start].to_string();
    for (i, c) in written[start..start + digits].chars().enumerate() {
        if i > 0 && (digits - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out + &written[start + digits..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: f64, format: &str) -> String {
        write(&Number::from_f64(value).unwrap(), format).unwrap()
    }

    #[test]
    fn each_format() {
        assert_eq!(written(0.9211, ""), "0.9211");
        assert_eq!(written(55050.0, ""), "55050");
        assert_eq!(written(0.92114, ".3"), "0.921");
        assert_eq!(written(0.9211, ".1%"), "92.1 %");
        assert_eq!(written(669_706.0, ","), "669,706");
        assert_eq!(written(-1234.567, ",.2"), "-1,234.57");
        assert_eq!(written(999.0, ","), "999");
        assert_eq!(written(5.7e-11, ".2e"), "5.70e-11");
    }

    #[test]
    fn in_a_sentence_and_in_a_formula() {
        assert_eq!(as_html("-92.1 %"), "−92.1\u{a0}%");
        assert_eq!(as_html("5.70e-11"), "5.70·10<sup>−11</sup>");
        assert_eq!(as_latex("1,234"), "1{,}234");
        assert_eq!(as_latex("92.1 %"), r"92.1\,\%");
        assert_eq!(as_latex("5.7e-11"), r"5.7 \cdot 10^{-11}");
    }

    #[test]
    fn an_unknown_format_is_refused() {
        let one = Number::from_f64(1.0).unwrap();
        for format in ["3", ".x", "%%", "..2", "f", ".21", ".65536", ".-1"] {
            assert!(write(&one, format).is_err(), "{format}");
        }
    }
}
