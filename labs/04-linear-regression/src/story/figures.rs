//! What the pictures of this lesson share: maps of a loss with walks on them, and panels with data.

use std::ops::Range;

use labkit::{Area, Result, ink};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use lab04::bowl::Point;
use lab04::contour::Grid;

/// A loss as seen from above.
pub struct Map<'a> {
    /// The loss at (first parameter, second parameter).
    pub loss: &'a dyn Fn(Point) -> f64,
    /// The losses at which lines are drawn.
    pub levels: Vec<f64>,
    /// The part of the plane that is shown.
    pub window: (Range<f64>, Range<f64>),
    /// What the two parameters are called.
    pub names: (&'a str, &'a str),
    /// Where the loss is smallest.
    pub bottom: Point,
}

impl Map<'_> {
    /// Draws the map with walks on it, each a colour and its points.
    pub fn draw(&self, area: &Area, title: &str, walks: &[(RGBColor, &[Point])]) -> Result<()> {
        let (xs, ys) = (self.window.0.clone(), self.window.1.clone());
        let mut chart = panel(area, title, (xs.clone(), ys.clone()), self.names)?;
        let grid = Grid::sample(|p, q| (self.loss)([p, q]), xs, ys, 64);
        for &level in &self.levels {
            for line in grid.level(level) {
                chart.draw_series([PathElement::new(line, ink::INK.mix(0.28))])?;
            }
        }
        let [p, q] = self.bottom;
        chart.draw_series([Cross::new((p, q), 5, ink::INK.stroke_width(2))])?;
        for (colour, walk) in walks {
            for piece in self.visible(walk) {
                chart.draw_series([PathElement::new(piece.clone(), colour.stroke_width(2))])?;
                let dots = piece
                    .iter()
                    .take(60)
                    .map(|&at| Circle::new(at, 2, colour.filled()));
                chart.draw_series(dots)?;
            }
            let start = (walk[0][0], walk[0][1]);
            chart.draw_series([Circle::new(start, 4, colour.filled())])?;
        }
        Ok(())
    }

    /// The pieces of a walk that lie in the window, without the steps that are too short to be seen.
    fn visible(&self, walk: &[Point]) -> Vec<Vec<(f64, f64)>> {
        let (xs, ys) = &self.window;
        let width = |range: &Range<f64>| range.end - range.start;
        let far = |a: (f64, f64), b: (f64, f64)| {
            ((a.0 - b.0) / width(xs)).hypot((a.1 - b.1) / width(ys)) > 0.004
        };
        let mut pieces: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
        for &[p, q] in walk {
            let piece = pieces.last_mut().expect("there is always a last piece");
            if !(xs.contains(&p) && ys.contains(&q)) {
                if !piece.is_empty() {
                    pieces.push(Vec::new());
                }
            } else if piece.last().is_none_or(|&last| far(last, (p, q))) {
                piece.push((p, q));
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }
}

/// Levels for a map: `count` of them, from `low` to `high` in equal ratios.
pub fn levels(low: f64, high: f64, count: usize) -> Vec<f64> {
    let ratio = (high / low).ln() / (count - 1) as f64;
    (0..count).map(|i| low * (ratio * i as f64).exp()).collect()
}

/// A coordinate system of its own, with a title and named axes.
pub type Panel<'a, 'b> = ChartContext<
    'a,
    SVGBackend<'b>,
    Cartesian2d<plotters::coord::types::RangedCoordf64, plotters::coord::types::RangedCoordf64>,
>;

/// Draws the frame of a panel: title, axes, a light grid.
pub fn panel<'a, 'b>(
    area: &'a Area<'b>,
    title: &str,
    (xs, ys): (Range<f64>, Range<f64>),
    names: (&str, &str),
) -> Result<Panel<'a, 'b>> {
    let heading = TextStyle::from(("sans-serif", 14)).color(&ink::INK);
    let (width, _) = area.dim_in_pixel();
    let centre = heading.pos(Pos::new(HPos::Center, VPos::Top));
    area.draw_text(title, &centre, (width as i32 / 2, 2))?;
    let mut chart = ChartBuilder::on(area)
        .margin_top(22)
        .margin_right(10)
        .x_label_area_size(34)
        .y_label_area_size(44)
        .build_cartesian_2d(xs, ys)?;
    chart
        .configure_mesh()
        .x_labels(5)
        .y_labels(5)
        .x_desc(names.0)
        .y_desc(names.1)
        .light_line_style(TRANSPARENT)
        .bold_line_style(ink::GRID)
        .axis_style(ink::MUTED)
        .label_style(("sans-serif", 11, &ink::MUTED))
        .axis_desc_style(("sans-serif", 13, &ink::INK))
        .draw()?;
    Ok(chart)
}

/// A function as a line of 160 points, left out where it leaves the panel.
pub fn curve(f: impl Fn(f64) -> f64, xs: Range<f64>, ys: Range<f64>) -> Vec<Vec<(f64, f64)>> {
    let mut pieces = vec![Vec::new()];
    for i in 0..=160 {
        let x = xs.start + (xs.end - xs.start) * f64::from(i) / 160.0;
        let y = f(x);
        if ys.contains(&y) {
            pieces
                .last_mut()
                .expect("there is always a last piece")
                .push((x, y));
        } else if pieces.last().is_some_and(|piece| !piece.is_empty()) {
            pieces.push(Vec::new());
        }
    }
    pieces
}
