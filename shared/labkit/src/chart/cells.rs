//! Draws a chart on a terminal: two pixels a cell, one above the other, by half blocks.

use textwrap::core::display_width;

use super::axis::{self, Scale, Tick};
use super::clip::{self, Place};
use super::{Chart, Data, Spread};
use crate::table::pad;

/// Cells of the drawing: more columns than rows, as a cell is twice as high as it is wide.
const COLUMNS: usize = 60;
const ROWS: usize = 14;
/// The six hues of [`crate::ink`] among the 256 colours of a terminal, in the order in which series get them.
const HUES: [u8; 6] = [33, 208, 35, 135, 203, 37];
/// Rules, and what is not data.
const GREY: u8 = 244;

/// The chart as coloured lines, at most `width` columns wide: a legend, the drawing beside its numbers, the numbers of
/// the other axis.
pub(super) fn chart(chart: &Chart, width: usize) -> String {
    let y = axis::vertical(chart);
    let y_ticks = y.ticks(4);
    let margin = y_ticks
        .iter()
        .map(|tick| display_width(&tick.text))
        .max()
        .unwrap_or(0)
        + 2;
    let mut canvas = Canvas::new(COLUMNS.min(width.saturating_sub(margin + 2)).max(10));
    draw(chart, &y, &mut canvas);
    let mut lines = vec![legend(chart, margin, width)];
    for row in 0..ROWS {
        let tick = y_ticks.iter().find(|tick| row_of(tick.at) == Some(row));
        let label = tick.map_or("", |tick| &tick.text);
        let edge = if tick.is_some() { "┤" } else { "│" };
        lines.push(format!(
            "{} {edge}{}",
            pad(label, margin - 2, true),
            canvas.row(row)
        ));
    }
    let (edge, numbers) = bottom(&x_ticks(chart), canvas.columns);
    let indent = " ".repeat(margin - 1);
    lines.push(format!("{indent}└{edge}"));
    lines.push(format!("{indent} {numbers}  {}", chart.x.label));
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n")
}

/// The row of cells that a place on the vertical axis lies in.
fn row_of(at: f64) -> Option<usize> {
    let row = ((1.0 - at) * ROWS as f64).floor();
    (-0.5..=ROWS as f64 + 0.5)
        .contains(&row)
        .then(|| (row.max(0.0) as usize).min(ROWS - 1))
}

fn draw(chart: &Chart, y: &Scale, canvas: &mut Canvas) {
    for (rule, _) in &chart.rules {
        if let Some(at) = y.place(*rule) {
            canvas.line(&[(0.0, at), (1.0, at)], GREY, 2);
        }
    }
    let x = axis::horizontal(chart);
    let slots = chart.categories().len();
    let bar_series = chart.bar_series();
    let mut bars_drawn = 0;
    for (i, series) in chart.series.iter().enumerate() {
        let colour = HUES[i % HUES.len()];
        let place = |&(vx, vy): &(f64, f64)| x.place(vx).zip(y.place(vy));
        let gap = if matches!(series.data, Data::Dashed(_)) {
            2
        } else {
            0
        };
        match &series.data {
            Data::Line(points) | Data::Dashed(points) => {
                for part in clip::inside(points.iter().map(place)) {
                    canvas.line(&part, colour, gap);
                }
            }
            Data::Points(points) => points
                .iter()
                .filter_map(place)
                .for_each(|at| canvas.dot(at, colour)),
            Data::Band(band) => {
                let line = |y_of: fn(&Spread) -> f64| {
                    clip::inside(band.iter().map(|s| place(&(s.x, y_of(s)))))
                };
                for edge in [line(|s| s.low), line(|s| s.high)].concat() {
                    canvas.line(&edge, colour, 2);
                }
                for part in line(|s| s.middle) {
                    canvas.line(&part, colour, 0);
                }
            }
            Data::Bars(bars) => {
                let ground = y.place(0.0).unwrap_or(0.0);
                let wide = 0.8 / (slots * bar_series) as f64;
                for (slot, (_, value)) in bars.iter().enumerate().take(slots) {
                    let from = (slot as f64 + 0.1) / slots as f64 + wide * bars_drawn as f64;
                    if let Some(to) = y.place(*value) {
                        canvas.bar((from, ground), (from + wide, to), colour);
                    }
                }
                bars_drawn += 1;
            }
        }
    }
}

/// What is on the vertical axis, and the names of the series in their colours, as far as there is room.
fn legend(chart: &Chart, margin: usize, width: usize) -> String {
    let mut line = " ".repeat(margin.saturating_sub(1)) + &chart.y.label;
    let mut used = display_width(&line);
    for (i, series) in chart
        .series
        .iter()
        .enumerate()
        .filter(|(_, series)| !series.name.is_empty())
    {
        let sample = match series.data {
            Data::Line(_) | Data::Band(_) => "━━",
            Data::Dashed(_) => "╍╍",
            Data::Points(_) => "▪",
            Data::Bars(_) => "█",
        };
        used += display_width(sample) + display_width(&series.name) + 4;
        if used > width {
            return line + "   …";
        }
        line += &format!(
            "   {} {}",
            coloured(sample, HUES[i % HUES.len()]),
            series.name
        );
    }
    line
}

fn x_ticks(chart: &Chart) -> Vec<Tick> {
    let categories = chart.categories();
    if categories.is_empty() {
        return axis::horizontal(chart).ticks(6);
    }
    axis::categories(&categories)
}

/// The line below the drawing, with its ticks, and the numbers below that. What would run into its neighbour is left
/// out.
fn bottom(ticks: &[Tick], columns: usize) -> (String, String) {
    let mut edge = vec!['─'; columns];
    let mut numbers = String::new();
    for tick in ticks {
        let column = (tick.at * columns as f64).clamp(0.0, columns as f64 - 1.0) as usize;
        let start = column.saturating_sub(display_width(&tick.text) / 2);
        let used = display_width(&numbers);
        if used == 0 || start > used {
            edge[column] = '┬';
            numbers += &" ".repeat(start - used);
            numbers += &tick.text;
        }
    }
    (edge.into_iter().collect(), numbers)
}

fn coloured(text: &str, colour: u8) -> String {
    format!("\x1b[38;5;{colour}m{text}\x1b[39m")
}

/// Pixels, two in a cell; each has a colour or none.
struct Canvas {
    columns: usize,
    pixels: Vec<Option<u8>>,
}

impl Canvas {
    fn new(columns: usize) -> Canvas {
        Canvas {
            columns,
            pixels: vec![None; columns * 2 * ROWS],
        }
    }

    /// A pixel's column and row, not yet whole.
    fn at(&self, (x, y): Place) -> (f64, f64) {
        let (right, bottom) = ((self.columns - 1) as f64, (2 * ROWS - 1) as f64);
        (x * right, (1.0 - y) * bottom)
    }

    fn set(&mut self, (x, y): (f64, f64), colour: u8) {
        let (column, row) = (x.round(), y.round());
        let inside =
            (0.0..self.columns as f64).contains(&column) && (0.0..2.0 * ROWS as f64).contains(&row);
        if inside {
            self.pixels[row as usize * self.columns + column as usize] = Some(colour);
        }
    }

    fn dot(&mut self, at: Place, colour: u8) {
        self.set(self.at(at), colour);
    }

    /// A line of pixels, with `gap` left out behind every two.
    fn line(&mut self, line: &[Place], colour: u8, gap: usize) {
        let mut drawn = 0;
        for pair in line.windows(2) {
            let (from, to) = (self.at(pair[0]), self.at(pair[1]));
            let steps = (to.0 - from.0)
                .abs()
                .max((to.1 - from.1).abs())
                .ceil()
                .max(1.0) as usize;
            for step in 0..steps {
                let t = step as f64 / steps as f64;
                let at = (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1));
                // Many points may lie in one pixel, so dashes follow the columns and not the steps.
                drawn = if steps > 1 { drawn + 1 } else { at.0 as usize };
                if gap == 0 || drawn % (2 + gap) < 2 {
                    self.set(at, colour);
                }
            }
        }
        if let Some(&last) = line.last() {
            self.set(self.at(last), colour);
        }
    }

    fn bar(&mut self, from: Place, to: Place, colour: u8) {
        let ((left, ground), (right, top)) = (self.at(from), self.at(to));
        let columns =
            left.round() as usize..(right.round() as usize).max(left.round() as usize + 1);
        let (upper, lower) = (
            top.min(ground).max(0.0),
            top.max(ground).min(2.0 * ROWS as f64 - 1.0),
        );
        for column in columns {
            for row in upper.round() as usize..=lower.round() as usize {
                self.set((column as f64, row as f64), colour);
            }
        }
    }

    /// A row of cells as half blocks.
    fn row(&self, row: usize) -> String {
        let pixel =
            |half: usize, column: usize| self.pixels[(2 * row + half) * self.columns + column];
        let cell = |column: usize| match (pixel(0, column), pixel(1, column)) {
            (None, None) => " ".to_string(),
            (Some(upper), None) => coloured("▀", upper),
            (None, Some(lower)) => coloured("▄", lower),
            (Some(upper), Some(lower)) if upper == lower => coloured("█", upper),
            (Some(upper), Some(lower)) => format!("\x1b[38;5;{upper};48;5;{lower}m▀\x1b[39;49m"),
        };
        (0..self.columns).map(cell).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The drawing without its colours.
    fn plain(chart: &Chart, width: usize) -> String {
        let mut text = String::new();
        let mut pieces = self::chart(chart, width);
        while let Some((before, after)) = pieces.split_once('\x1b') {
            text += before;
            pieces = after.split_once('m').unwrap().1.to_string();
        }
        text + &pieces
    }

    fn diagonal() -> impl Iterator<Item = (f64, f64)> + Clone {
        (0..=100).map(|i| (f64::from(i), f64::from(i) / 100.0))
    }

    #[test]
    fn a_line_runs_from_corner_to_corner_between_its_numbers() {
        let chart = Chart::new("step", "share")
            .line("rises", diagonal())
            .y_range(0.0..1.0);
        let text = plain(&chart, 80);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 1 + ROWS + 2);
        assert_eq!(lines[0], "    share   ━━ rises");
        assert!(
            lines[1].starts_with("1.0 ┤") && lines[1].ends_with('▀'),
            "{text}"
        );
        assert!(lines[ROWS].starts_with("0.0 ┤▄"), "{text}");
        assert!(lines[ROWS + 1].starts_with("    └┬─"), "{text}");
        assert!(
            lines[ROWS + 2].starts_with("     0 ") && lines[ROWS + 2].ends_with("100  step"),
            "{text}"
        );
        assert!(lines.iter().all(|line| display_width(line) <= 80), "{text}");
    }

    #[test]
    fn each_series_has_its_colour_and_dashes_have_gaps() {
        let both = Chart::new("", "")
            .line("one", diagonal())
            .points("two", [(50.0, 0.9)]);
        let drawn = chart(&both, 80);
        for colour in &HUES[..2] {
            assert!(
                drawn.matches(&format!("\x1b[38;5;{colour}m")).count() >= 2,
                "{drawn}"
            );
        }
        let inked = |chart: Chart| plain(&chart, 80).matches(['▀', '▄', '█']).count();
        let (line, dashed) = (
            Chart::new("", "").line("", diagonal()),
            Chart::new("", "").dashed("", diagonal()),
        );
        let (line, dashed) = (inked(line), inked(dashed));
        assert!(
            line > 50 && dashed < line * 3 / 4 && dashed > line / 4,
            "{line} and {dashed}"
        );
    }

    #[test]
    fn bars_stand_on_zero_above_their_labels() {
        let bars = Chart::new("class", "").bars("", [("a", 1.0), ("b", 2.0), ("c", -1.0)]);
        let text = plain(&bars, 80);
        let heights: Vec<usize> = [15, 35, 55]
            .map(|x| {
                text.lines()
                    .filter(|l| l.chars().nth(x).is_some_and(|c| "▀▄█".contains(c)))
                    .count()
            })
            .into();
        assert!(
            heights[0] > 2 && heights[1] > heights[0] + 2 && heights[2] > 2,
            "{heights:?}\n{text}"
        );
        assert!(
            text.lines()
                .last()
                .unwrap()
                .split_whitespace()
                .eq(["a", "b", "c", "class"]),
            "{text}"
        );
    }

    #[test]
    fn odd_data_and_narrow_terminals_still_draw() {
        let wild = [
            (f64::NAN, 2.0),
            (2.0, f64::INFINITY),
            (3.0, -1e300),
            (4.0, 1e300),
        ];
        for odd in [
            Chart::new("", ""),
            Chart::new("", "")
                .line("nan", wild)
                .points("", wild)
                .log_y(),
            Chart::new("", "").bars("none", Vec::<(String, f64)>::new()),
            Chart::new("", "")
                .line("out", diagonal())
                .y_range(2.0..3.0)
                .hline(9.0, "far"),
            Chart::new("", "")
                .bars("odd", [("a", f64::NAN), ("b", 1e300)])
                .y_range(0.0..1.0),
        ] {
            assert_eq!(plain(&odd, 20).lines().count(), ROWS + 3);
        }
    }
}
