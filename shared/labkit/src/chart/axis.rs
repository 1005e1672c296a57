//! Ranges, ticks and the numbers on them.

use std::ops::Range;

use super::{Axis, Chart, Data};
use crate::numerals;

/// An axis whose range is settled: maps values to 0..=1.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    /// Ends of the range; their logarithms (base 10) on a logarithmic axis.
    from: f64,
    to: f64,
    log: bool,
}

/// A tick: where it is, in 0..=1, and its number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub at: f64,
    pub text: String,
}

impl Scale {
    /// The axis over `range`; an empty or impossible range is widened to something that can be drawn.
    fn new(range: Range<f64>, log: bool) -> Scale {
        let (mut from, mut to) = if log {
            (range.start.log10(), range.end.log10())
        } else {
            (range.start, range.end)
        };
        if !from.is_finite() || !to.is_finite() {
            (from, to) = (0.0, 1.0);
        }
        if from == to {
            let half = if from == 0.0 || log {
                0.5
            } else {
                0.5 * from.abs()
            };
            (from, to) = (from - half, to + half);
        }
        Scale { from, to, log }
    }

    /// Where `value` lies; `None` if it is not finite or has no logarithm. Outside of the range it is below
    /// 0 or above 1.
    pub(super) fn place(&self, value: f64) -> Option<f64> {
        let value = if self.log { value.log10() } else { value };
        let place = (value - self.from) / (self.to - self.from);
        place.is_finite().then_some(place)
    }

    /// About `wanted` ticks at round numbers.
    pub(super) fn ticks(&self, wanted: usize) -> Vec<Tick> {
        let (low, high) = (self.from.min(self.to), self.from.max(self.to));
        let values = if self.log {
            log_values(low, high, wanted)
        } else {
            round_values(low, high, wanted)
        };
        let texts = if self.log {
            values.iter().map(|&v| log_number(v)).collect()
        } else {
            numbers(&values)
        };
        let ticks = values.iter().zip(texts).filter_map(|(&value, text)| {
            Some(Tick {
                at: self.place(value)?,
                text,
            })
        });
        ticks.collect()
    }
}

/// The horizontal axis of a chart without bars.
pub(super) fn horizontal(chart: &Chart) -> Scale {
    let values = chart
        .series
        .iter()
        .flat_map(|series| series.places())
        .map(|(x, _)| x);
    // Dots on the frame would be cut in half.
    let dots = chart
        .series
        .iter()
        .any(|series| matches!(series.data, Data::Points(_)));
    settle(&chart.x, values, if dots { 0.03 } else { 0.0 })
}

/// A tick in the middle of each bar's place.
pub(super) fn categories(names: &[&str]) -> Vec<Tick> {
    let count = names.len() as f64;
    let tick = |(i, text): (usize, &&str)| Tick {
        at: (i as f64 + 0.5) / count,
        text: text.to_string(),
    };
    names.iter().enumerate().map(tick).collect()
}

/// The vertical axis.
pub(super) fn vertical(chart: &Chart) -> Scale {
    let values = chart
        .series
        .iter()
        .flat_map(|series| series.places())
        .map(|(_, y)| y);
    let bars = !chart.categories().is_empty();
    let scale = settle(
        &chart.y,
        values.chain(chart.rules.iter().map(|rule| rule.0)),
        0.06,
    );
    // Bars stand on zero: no gap below it.
    match (&chart.y.range, bars && !chart.y.log) {
        (None, true) => {
            let data = settle(
                &chart.y,
                chart.series.iter().flat_map(|s| s.places()).map(|(_, y)| y),
                0.0,
            );
            let from = if data.from >= 0.0 { 0.0 } else { scale.from };
            let to = if data.to <= 0.0 { 0.0 } else { scale.to };
            Scale {
                from,
                to,
                log: false,
            }
        }
        _ => scale,
    }
}

/// The given range, or that of the data with a margin of `margin` times its length at both ends.
fn settle(axis: &Axis, values: impl Iterator<Item = f64>, margin: f64) -> Scale {
    if let Some(range) = &axis.range {
        return Scale::new(range.clone(), axis.log);
    }
    let usable = values.filter(|v| v.is_finite() && (!axis.log || *v > 0.0));
    let (low, high) = usable.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| {
        (low.min(v), high.max(v))
    });
    let tight = Scale::new(low..high, axis.log);
    let extra = (tight.to - tight.from) * margin;
    Scale {
        from: tight.from - extra,
        to: tight.to + extra,
        log: axis.log,
    }
}

/// Multiples of 1, 2 or 5 times a power of ten.
fn round_values(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let rough = (high - low) / wanted.max(1) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .map(|m| m * power)
        .into_iter()
        .find(|step| *step >= rough * 0.999);
    let step = step.unwrap_or(10.0 * power);
    let slack = 1e-9;
    let (first, last) = (
        (low / step - slack).ceil() as i64,
        (high / step + slack).floor() as i64,
    );
    // Powers below one are divided by, not multiplied with, so that 3 · 0.1 is 0.3.
    let value = |k: i64| {
        if power < 1.0 {
            (k as f64 * (step / power).round()) / (1.0 / power).round()
        } else {
            k as f64 * step
        }
    };
    (first..=last).map(value).collect()
}

/// Powers of ten, thinned to about `wanted`; over less than two decades also their multiples by 2 and 5.
fn log_values(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let (first, last) = (low.floor() as i32, high.ceil() as i32);
    let inside = |v: &f64| (low - 1e-9..=high + 1e-9).contains(&v.log10());
    if high - low < 2.0 {
        let fine = (first..=last).flat_map(|e| [1.0, 2.0, 5.0].map(|m| m * 10_f64.powi(e)));
        return fine.filter(inside).collect();
    }
    let every = ((high - low) / wanted.max(1) as f64).ceil().max(1.0) as i32;
    (first..=last)
        .filter(|e| e.rem_euclid(every) == 0)
        .map(|e| 10_f64.powi(e))
        .filter(inside)
        .collect()
}

/// Numbers with as few decimals as tell them apart, all with the same count.
fn numbers(values: &[f64]) -> Vec<String> {
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if largest >= 1e6 || (largest > 0.0 && largest < 1e-3) {
        return values.iter().map(|&v| scientific(v)).collect();
    }
    let exact = |decimals: &usize| {
        values.iter().all(|v| {
            (format!("{v:.decimals$}").parse::<f64>().unwrap_or(*v) - v).abs()
                < 1e-9 * largest.max(1e-3)
        })
    };
    let decimals = (0..=6).find(exact).unwrap_or(6);
    values
        .iter()
        .map(|v| minus(&thousands(&format!("{v:.decimals$}"))))
        .collect()
}

/// A proper minus sign, and none before zero.
fn minus(text: &str) -> String {
    match text.strip_prefix('-') {
        Some(digits) if digits.chars().all(|c| matches!(c, '0' | '.')) => digits.to_string(),
        Some(digits) => format!("−{digits}"),
        None => text.to_string(),
    }
}

/// `12500` → `12,500`; four digits stay together.
fn thousands(text: &str) -> String {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or(("", text), |digits| ("-", digits));
    let (whole, decimals) = digits
        .split_once('.')
        .map_or((digits, String::new()), |(w, d)| (w, format!(".{d}")));
    if whole.len() <= 4 {
        return text.to_string();
    }
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{decimals}")
}

fn log_number(value: f64) -> String {
    let exponent = value.log10();
    if (-3.5..4.5).contains(&exponent) {
        minus(&thousands(&format!("{value}")))
    } else {
        scientific(value)
    }
}

/// `2.5·10⁻⁶`, `2·10⁻⁶`, `10⁻⁶`.
fn scientific(value: f64) -> String {
    let whole = format!("{value:.1e}").contains(".0e");
    numerals::scientific(value, usize::from(!whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(from: f64, to: f64, log: bool) -> Vec<String> {
        Scale::new(from..to, log)
            .ticks(6)
            .into_iter()
            .map(|tick| tick.text)
            .collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(
            texts(0.0, 1.0, false),
            ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]
        );
        assert_eq!(
            texts(-6.0, 6.0, false),
            ["−6", "−4", "−2", "0", "2", "4", "6"]
        );
        assert_eq!(
            texts(-0.1, 0.32, false),
            ["−0.1", "0.0", "0.1", "0.2", "0.3"]
        );
        assert_eq!(
            texts(0.0, 25_000.0, false),
            ["0", "5,000", "10,000", "15,000", "20,000", "25,000"]
                .map(|t| t.replace("5,000", if t == "5,000" { "5000" } else { "5,000" }))
        );
        assert_eq!(
            texts(0.0, 3e-5, false),
            [
                "0",
                "5·10⁻⁶",
                "10⁻⁵",
                "1.5·10⁻⁵",
                "2·10⁻⁵",
                "2.5·10⁻⁵",
                "3·10⁻⁵"
            ]
        );
    }

    #[test]
    fn logarithmic_ticks_are_powers_of_ten() {
        assert_eq!(
            texts(1e-10, 1.0, true),
            ["10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "0.01", "1"]
        );
        assert_eq!(texts(1.0, 1000.0, true), ["1", "10", "100", "1000"]);
        assert_eq!(texts(0.1, 1.0, true), ["0.1", "0.2", "0.5", "1"]);
    }

    #[test]
    fn places_run_from_nought_to_one() {
        let scale = Scale::new(2.0..4.0, false);
        assert_eq!(
            [2.0, 3.0, 4.0, 5.0].map(|v| scale.place(v)),
            [Some(0.0), Some(0.5), Some(1.0), Some(1.5)]
        );
        assert_eq!(scale.place(f64::NAN), None);
        let log = Scale::new(1.0..100.0, true);
        assert_eq!(
            [10.0, 0.0, -1.0].map(|v| log.place(v)),
            [Some(0.5), None, None]
        );
    }

    #[test]
    fn impossible_ranges_are_widened() {
        for range in [
            f64::INFINITY..f64::NEG_INFINITY,
            f64::NAN..1.0,
            3.0..3.0,
            0.0..0.0,
        ] {
            for log in [false, true] {
                let scale = Scale::new(range.clone(), log);
                assert!(
                    scale.from < scale.to && scale.from.is_finite() && scale.to.is_finite(),
                    "{scale:?}"
                );
                assert!(!scale.ticks(5).is_empty(), "{scale:?}");
            }
        }
    }

    #[test]
    fn bars_stand_on_zero() {
        let chart = Chart::new("", "").bars("a", [("x", 2.0), ("y", 3.0)]);
        let scale = vertical(&chart);
        assert_eq!(scale.place(0.0), Some(0.0));
        assert!(scale.place(3.0).unwrap() < 1.0);
    }
}
