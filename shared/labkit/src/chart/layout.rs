//! Where the parts of a chart go. Lengths are pixels of the page.

use super::axis::Tick;

/// Size of the numbers on the axes.
pub(super) const SMALL: f64 = 12.5;
/// Size of labels and of the legend.
pub(super) const TEXT: f64 = 13.5;
/// Height of a line of text.
pub(super) const LINE: f64 = 20.0;
/// Length of the sample of a series in the legend.
pub(super) const SAMPLE: f64 = 22.0;

/// The frame of the data, and where the legend's entries stand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    /// Left end and middle of each entry, in the order of the names.
    pub legend: Vec<(f64, f64)>,
}

impl Layout {
    /// Room for the numbers at the left, two lines below, the label of the y axis and the legend above. The
    /// legend begins on the label's line if all of it fits there.
    pub(super) fn new(
        size: (u32, u32),
        y_label: &str,
        x_ends: f64,
        y_ticks: &[Tick],
        names: &[&str],
    ) -> Layout {
        let (width, height) = (f64::from(size.0), f64::from(size.1));
        let numbers = y_ticks
            .iter()
            .map(|tick| text_width(&tick.text, SMALL))
            .fold(0.0, f64::max);
        let left = (numbers + 14.0).max(x_ends / 2.0 + 4.0);
        let right = width - (x_ends / 2.0 + 4.0).max(14.0);
        let label = if y_label.is_empty() {
            0.0
        } else {
            text_width(y_label, TEXT) + 24.0
        };
        let entries: Vec<f64> = names
            .iter()
            .map(|name| SAMPLE + 6.0 + text_width(name, TEXT) + 18.0)
            .collect();
        let all: f64 = entries.iter().sum();
        let first_line = LINE * 0.5 + 2.0;
        let beside = 4.0 + label + all <= right + 18.0;
        // At the right end of the label's line, or in lines of its own.
        let (mut x, mut y) = if beside {
            (right + 18.0 - all, first_line)
        } else {
            (4.0, first_line + LINE)
        };
        let start = if beside { x } else { 4.0 };
        if label == 0.0 && !beside {
            y = first_line;
        }
        let mut legend = Vec::new();
        for entry in entries {
            // Half a pixel of slack: entries that fit exactly must not wrap because of rounding.
            if x > start && x + entry > right + 18.5 {
                (x, y) = (4.0, y + LINE);
            }
            legend.push((x, y));
            x += entry;
        }
        let last_line = legend
            .last()
            .map_or(if label > 0.0 { first_line } else { 0.0 }, |&(_, y)| y);
        let top = if last_line > 0.0 {
            last_line + LINE * 0.5 + 8.0
        } else {
            10.0
        };
        Layout {
            left,
            top,
            right,
            bottom: height - 2.0 * LINE - 6.0,
            legend,
        }
    }
}

/// How wide a text is about, in a sans-serif face of this size.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' => 0.30,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' => 0.36,
        '⁰'..='⁹' | '¹' | '²' | '³' | '⁻' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '=' | '+' | '−' | '·' | '×' => 0.86,
        c if c.is_uppercase() => 0.70,
        c if c.is_ascii() => 0.60,
        _ => 0.66,
    };
    text.chars().map(em).sum::<f64>() * size
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks() -> Vec<Tick> {
        vec![Tick {
            at: 0.0,
            text: "0.25".into(),
        }]
    }

    #[test]
    fn a_short_legend_shares_the_line_of_the_label() {
        let layout = Layout::new((640, 380), "loss", 20.0, &ticks(), &["train", "test"]);
        assert_eq!(layout.legend[0].1, layout.legend[1].1);
        assert!(layout.legend[0].0 > text_width("loss", TEXT) + 4.0);
        assert!(layout.top < 1.5 * LINE + 4.0);
    }

    #[test]
    fn a_long_legend_wraps_above_the_data() {
        let names = vec!["a series with a rather long name"; 6];
        let layout = Layout::new((640, 380), "loss", 20.0, &ticks(), &names);
        assert!(
            layout
                .legend
                .iter()
                .all(|&(x, y)| x >= 4.0 && y + LINE / 2.0 <= layout.top)
        );
        let end = |&(x, _): &(f64, f64)| x + SAMPLE + 6.0 + text_width(names[0], TEXT);
        assert!(
            layout.legend.iter().map(end).all(|end| end <= 640.0),
            "{layout:?}"
        );
        assert!(layout.legend[5].1 > layout.legend[0].1);
    }

    #[test]
    fn nothing_above_the_data_takes_no_room() {
        assert_eq!(Layout::new((640, 380), "", 20.0, &ticks(), &[]).top, 10.0);
    }
}
