//! Numbers that a learner guesses: how they are typed, and how far off they are.

use crate::numerals::{self, num, scientific};

/// A number to be predicted: what it is, how it is shown, and which guesses are close.
///
/// ```
/// use labkit::Quantity;
///
/// // 0.041, and anything from 0.031 to 0.051 is close.
/// let error = Quantity::new(0.041, 3).within(0.01);
/// // 1.3·10⁻⁵, and the right order of magnitude will do.
/// let slope = Quantity::new(1.3e-5, 1).factor(10.0);
/// let accuracy = Quantity::percent(0.921, 1).within(0.03);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantity {
    value: f64,
    decimals: usize,
    unit: &'static str,
    close: Close,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Close {
    Within(f64),
    Factor(f64),
}

/// The unit of a share.
const PERCENT: &str = "%";

/// What is to be said about a guess.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verdict {
    pub close: bool,
    /// “0.42 too high”.
    pub off: String,
    /// How far off, as a share of the true value; to find the best guess of a lesson.
    pub share: f64,
}

impl Quantity {
    /// `value`, shown with so many decimals; a guess within a tenth of it is close.
    pub fn new(value: f64, decimals: usize) -> Quantity {
        Quantity {
            value,
            decimals,
            unit: "",
            close: Close::Within(0.1 * value.abs()),
        }
    }

    /// A share, asked for and shown as a percentage with so many decimals; within five points is close.
    pub fn percent(share: f64, decimals: usize) -> Quantity {
        Quantity {
            unit: PERCENT,
            close: Close::Within(0.05),
            ..Quantity::new(share, decimals)
        }
    }

    /// The same number, where a guess that is off by `tolerance` at most is close. Of a share it is a share, too.
    pub fn within(self, tolerance: f64) -> Quantity {
        Quantity {
            close: Close::Within(tolerance),
            ..self
        }
    }

    /// The same number, where a guess up to `factor` times too large or too small is close.
    pub fn factor(self, factor: f64) -> Quantity {
        Quantity {
            close: Close::Factor(factor),
            ..self
        }
    }

    /// The same number in a unit, such as `minutes`.
    pub fn unit(self, unit: &'static str) -> Quantity {
        Quantity { unit, ..self }
    }

    /// “ in minutes”, for the question.
    pub(crate) fn in_unit(&self) -> String {
        if self.unit.is_empty() {
            String::new()
        } else {
            format!(" in {}", self.unit)
        }
    }

    /// The number as it is shown.
    pub(crate) fn shown(&self) -> String {
        self.show(self.value)
    }

    fn show(&self, value: f64) -> String {
        let text = match self.unit {
            PERCENT => return numerals::percentage(value, self.decimals),
            _ if value != 0.0
                && !(0.5 * 10_f64.powi(-(self.decimals as i32))..1e9).contains(&value.abs()) =>
            {
                scientific(value, 1)
            }
            _ => grouped(&num(value, self.decimals)),
        };
        match self.unit {
            "" => text,
            unit => format!("{text} {unit}"),
        }
    }

    /// What was typed, as a number; `None` if it is none.
    pub(crate) fn read(&self, typed: &str) -> Option<f64> {
        let typed = typed.trim();
        let typed = typed.strip_suffix(self.unit).unwrap_or(typed);
        let share = read(typed)?;
        // Asked for in percent, 92 and 0.92 are both understood: whichever is nearer.
        let readings = [share, share / 100.0];
        let readings = &readings[..1 + usize::from(self.unit == PERCENT)];
        let distance = |guess: &&f64| (**guess - self.value).abs();
        let nearest = readings
            .iter()
            .min_by(|a, b| distance(a).total_cmp(&distance(b)));
        nearest.copied()
    }

    /// How far off `guess` is.
    pub(crate) fn verdict(&self, guess: f64) -> Verdict {
        let (off, value) = (guess - self.value, self.value);
        let ratio = guess / value;
        let comparable = ratio.is_finite() && ratio > 0.0;
        let times = if ratio > 1.0 { ratio } else { 1.0 / ratio };
        let close = match self.close {
            // A hair more, for what is lost in reading decimals.
            Close::Within(tolerance) => off.abs() <= tolerance * (1.0 + 1e-9) + 1e-12,
            Close::Factor(factor) => comparable && times <= factor * (1.0 + 1e-9),
        };
        let side = if off > 0.0 { "too high" } else { "too low" };
        let by_ratio = comparable && (matches!(self.close, Close::Factor(_)) || times >= 10.0);
        let off = match () {
            _ if self.show(guess) == self.shown() => "exactly".to_string(),
            _ if by_ratio => format!(
                "{} times {side}",
                grouped(&num(times, usize::from(times < 10.0)))
            ),
            _ if self.unit == PERCENT => {
                format!("{} points {side}", num(100.0 * off.abs(), self.decimals))
            }
            _ => format!("{} {side}", self.show(off.abs())),
        };
        let share = (guess - value).abs() / value.abs().max(f64::MIN_POSITIVE);
        Verdict { close, off, share }
    }
}

/// Commas between the thousands, from five digits on.
fn grouped(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix('−') {
        Some(digits) => ("−", digits),
        None => ("", text),
    };
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    match whole.parse() {
        Ok(whole) => format!("{sign}{}{rest}", numerals::count(whole)),
        Err(_) => text.to_string(),
    }
}

/// A number as people type it: `0.5`, `0,5`, `1,437`, `1/2`, `50 %`, `−3`, `1e-3`, `10^-3`, `2·10⁻⁶`.
pub(crate) fn read(typed: &str) -> Option<f64> {
    let text: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '_')
        .collect();
    let text = text.to_lowercase().replace(['−', '–'], "-");
    let text = text.trim_start_matches(['~', '≈', '+']);
    if let Some(share) = text.strip_suffix('%') {
        return Some(read(share)? / 100.0);
    }
    if let Some((above, below)) = text.split_once('/') {
        return Some(read(above)? / read(below)?).filter(|value| value.is_finite());
    }
    let mut text = match text.strip_prefix("10^") {
        Some(power) => format!("1e{power}"),
        None => text.to_string(),
    };
    for power in ["·10^", "*10^", "×10^", "x10^"] {
        text = text.replace(power, "e");
    }
    let groups: Vec<&str> = text.split(',').collect();
    let three = |group: &&str| {
        group
            .split('.')
            .next()
            .is_some_and(|digits| digits.len() == 3)
    };
    let thousands =
        !groups[0].trim_start_matches('-').starts_with('0') && groups[1..].iter().all(three);
    let text = match groups.len() {
        2 if !thousands => text.replace(',', "."),
        2.. if !thousands => return None,
        _ => text,
    };
    numerals::read(&text).filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, value) in [
            ("0.5", 0.5),
            (" 1/2 ", 0.5),
            ("50 %", 0.5),
            ("0,5", 0.5),
            ("−3", -3.0),
            ("–3", -3.0),
            ("+3", 3.0),
            ("1e-3", 1e-3),
            ("1E−3", 1e-3),
            ("10^-3", 1e-3),
            ("2·10^5", 2e5),
            ("2*10^5", 2e5),
            ("2·10⁻⁶", 2e-6),
            ("1,437", 1437.0),
            ("1,060,007", 1_060_007.0),
            ("12,345.5", 12345.5),
            ("0,125", 0.125),
            ("1 000", 1000.0),
            (".5", 0.5),
            ("~7", 7.0),
        ] {
            assert_eq!(read(typed), Some(value), "{typed}");
        }
        for typed in [
            "", "x", "1/0", "a/b", "nan", "inf", "1,2,3", "--3", "5 apples", "%",
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_guess_is_told_by_how_much_it_is_off() {
        let off = |quantity: Quantity, typed: &str| {
            let verdict = quantity.verdict(quantity.read(typed).unwrap());
            (verdict.close, verdict.off)
        };
        let near = Quantity::new(0.041, 3).within(0.01);
        assert_eq!(off(near, "0.05"), (true, "0.009 too high".into()));
        assert_eq!(off(near, "0.03"), (false, "0.011 too low".into()));
        assert_eq!(off(near, "0.0412"), (true, "exactly".into()));
        assert_eq!(off(near, "−0.05"), (false, "0.091 too low".into()));
        assert_eq!(off(near, "41"), (false, "1,000 times too high".into()));
        let order = Quantity::new(1.3e-5, 1).factor(10.0);
        assert_eq!(off(order, "1e-4"), (true, "7.7 times too high".into()));
        assert_eq!(off(order, "10⁻⁷"), (false, "130 times too low".into()));
        assert!(!off(order, "-1e-5").0);
        let share = Quantity::percent(0.921, 1).within(0.03);
        for same in ["90", "90 %", "0.9", "9/10"] {
            assert_eq!(off(share, same), (true, "2.1 points too low".into()));
        }
        assert_eq!(
            off(Quantity::new(2.0, 1).unit("minutes"), "2.5 minutes"),
            (false, "0.5 minutes too high".into())
        );
        assert_eq!(off(Quantity::new(0.0, 0), "0"), (true, "exactly".into()));
        assert_eq!(
            off(Quantity::new(0.0, 0), "1"),
            (false, "1 too high".into())
        );
    }

    #[test]
    fn numbers_are_shown_in_the_lessons_style() {
        assert_eq!(Quantity::new(347_322.0, 0).shown(), "347,322");
        assert_eq!(Quantity::new(-12_000.5, 1).shown(), "−12,000.5");
        assert_eq!(Quantity::new(1.3e-5, 1).shown(), "1.3·10⁻⁵");
        assert_eq!(Quantity::percent(0.921, 1).shown(), "92.1 %");
        assert_eq!(Quantity::new(3.0, 1).unit("minutes").shown(), "3.0 minutes");
    }
}
