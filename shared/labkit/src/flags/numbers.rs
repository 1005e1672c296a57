//! Numbers on a command line: whether they make sense, and what was meant if they do not.

use std::fmt::Display;
use std::ops::{Bound, RangeBounds};

/// From where to where, both ends with what is said of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span<T> {
    from: Bound<T>,
    to: Bound<T>,
}

impl<T: Copy + PartialOrd + Display> Span<T> {
    pub(super) fn of(range: impl RangeBounds<T>) -> Self {
        Span {
            from: range.start_bound().cloned(),
            to: range.end_bound().cloned(),
        }
    }

    /// The range of `--name` and its default as text; panics if the default lies outside.
    pub(super) fn around(
        name: &str,
        range: impl RangeBounds<T>,
        default: T,
    ) -> (Self, &'static str) {
        let span = Span::of(range);
        assert!(
            span.contains(default),
            "--{name}: the default {default} lies outside of its range"
        );
        // A lab has few flags, and they last as long as it runs.
        (span, default.to_string().leak())
    }

    pub(super) fn contains(&self, number: T) -> bool {
        (self.from, self.to).contains(&number)
    }

    /// ` from 1 to 9`, ` above 0`, or nothing where everything is allowed.
    fn in_words(&self) -> String {
        let from = match self.from {
            Bound::Included(from) => format!(" from {from}"),
            Bound::Excluded(from) => format!(" above {from}"),
            Bound::Unbounded => String::new(),
        };
        let to = match self.to {
            Bound::Included(to) => format!(" to {to}"),
            Bound::Excluded(to) => format!(" to below {to}"),
            Bound::Unbounded => String::new(),
        };
        format!("{from}{to}")
    }
}

/// A whole number within the span, or what is wrong with this one.
pub(super) fn count(text: &str, span: &Span<usize>) -> Result<usize, String> {
    let wanted = format!("it takes a whole number{}", span.in_words());
    match text.parse::<usize>() {
        Ok(number) if span.contains(number) => Ok(number),
        Ok(_) => Err(wanted),
        Err(_) => Err(match meant(text) {
            // Up to here a number of 64 bits has no gaps.
            Some(number) if number.fract() == 0.0 && (0.0..9e15).contains(&number) => {
                format!("{wanted}, written out: {number}")
            }
            _ => wanted,
        }),
    }
}

/// A finite number within the span, or what is wrong with this one.
pub(super) fn number(text: &str, span: &Span<f64>) -> Result<f64, String> {
    let wanted = format!("it takes a number{}", span.in_words());
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && span.contains(number) => Ok(number),
        Ok(_) => Err(wanted),
        Err(_) => Err(match meant(text) {
            Some(number) => format!("{wanted}, such as {number}"),
            None => wanted,
        }),
    }
}

/// What somebody means who writes 1e9, 1_000, 0,5 or −3.
fn meant(text: &str) -> Option<f64> {
    let plain = text.replace('_', "").replace('−', "-");
    let (without, as_point) = (plain.replace(',', ""), plain.replace(',', "."));
    // Three digits behind a comma: thousands.
    let thousands = plain
        .split(',')
        .skip(1)
        .all(|group| group.len() == 3 && !plain.starts_with("0,"));
    let number = if thousands { without } else { as_point };
    number
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_whole_and_within_their_span() {
        let span = Span::of(1..=1_000_000);
        assert_eq!(count("1", &span), Ok(1));
        assert_eq!(count("1000000", &span), Ok(1_000_000));
        let wanted = "it takes a whole number from 1 to 1000000";
        for text in [
            "0",
            "-1",
            "18446744073709551615",
            "99999999999999999999",
            "x",
            "",
            "2.5",
            "NaN",
            "1e400",
        ] {
            assert_eq!(count(text, &span), Err(wanted.to_string()), "{text}");
        }
        for (text, number) in [
            ("1e9", "1000000000"),
            ("1_000", "1000"),
            ("60,000", "60000"),
            ("3.0", "3"),
        ] {
            assert_eq!(
                count(text, &span),
                Err(format!("{wanted}, written out: {number}"))
            );
        }
    }

    #[test]
    fn numbers_are_finite_and_within_their_span() {
        let share = Span::of(0.0..1.0);
        assert_eq!(number("0", &share), Ok(0.0));
        assert_eq!(number("9.5e-1", &share), Ok(0.95));
        let wanted = "it takes a number from 0 to below 1";
        for text in ["1", "-0.1", "NaN", "inf", "x", ""] {
            assert_eq!(number(text, &share), Err(wanted.to_string()), "{text}");
        }
        assert_eq!(number("0,5", &share), Err(format!("{wanted}, such as 0.5")));
        let above = Span::of((Bound::Excluded(0.0), Bound::Unbounded));
        assert_eq!(
            number("0", &above),
            Err("it takes a number above 0".to_string())
        );
        let any = Span::of(..);
        assert_eq!(number("-3", &any), Ok(-3.0));
        assert_eq!(
            number("−3", &any),
            Err("it takes a number, such as -3".to_string())
        );
        assert_eq!(number("-inf", &any), Err("it takes a number".to_string()));
    }
}
