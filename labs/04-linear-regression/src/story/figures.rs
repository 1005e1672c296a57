//! What the pictures of this lesson share: maps of a loss with walks on them, and panels with data.

use std::ops::Range;

use labkit::{Area, Result, ink};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use lab04::bowl::Point;
use lab04::contour::{Grid, simplify};

/// How many units of the drawing make one pixel: plotters rounds every point to a whole unit.
pub const FINE: u32 = 4;

/// Pixels in units of the drawing.
pub const fn px(pixels: u32) -> u32 {
    pixels * FINE
}

/// A dot of `radius` pixels.
pub fn dot(at: (f64, f64), radius: u32, colour: RGBColor) -> Circle<(f64, f64), u32> {
    Circle::new(at, px(radius), colour.filled())
}

/// A line of the usual width through points.
pub fn line(points: impl Into<Vec<(f64, f64)>>, colour: RGBColor) -> PathElement<(f64, f64)> {
    PathElement::new(points, colour.stroke_width(px(2)))
}

/// A thin dashed line through points.
pub fn dashed(points: Vec<(f64, f64)>) -> DashedLineSeries<std::vec::IntoIter<(f64, f64)>, u32> {
    DashedLineSeries::new(points, px(5), px(4), ink::MUTED.stroke_width(px(1)))
}

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
        let grid = Grid::sample(|p, q| (self.loss)([p, q]), xs, ys, 120);
        for &level in &self.levels {
            for line in grid.level(level) {
                let line = simplify(&line, width(&self.window.0) / 3000.0);
                chart.draw_series([PathElement::new(
                    line,
                    ink::INK.mix(0.28).stroke_width(px(1)),
                )])?;
            }
        }
        let [p, q] = self.bottom;
        chart.draw_series([Cross::new((p, q), px(5), ink::INK.stroke_width(px(2)))])?;
        for (colour, walk) in walks {
            for piece in self.visible(walk) {
                chart.draw_series([self::line(piece.clone(), *colour)])?;
                let dots = piece.iter().take(60).map(|&at| dot(at, 2, *colour));
                chart.draw_series(dots)?;
            }
            let start = (walk[0][0], walk[0][1]);
            chart.draw_series([dot(start, 4, *colour)])?;
        }
        Ok(())
    }

    /// The pieces of a walk that lie in the window, without the steps that are too short to be seen.
    fn visible(&self, walk: &[Point]) -> Vec<Vec<(f64, f64)>> {
        let (xs, ys) = &self.window;
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

fn width(range: &Range<f64>) -> f64 {
    range.end - range.start
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
    headings(area, title, names.1)?;
    let mut chart = ChartBuilder::on(area)
        .margin_top(px(26))
        .margin_right(px(13))
        .x_label_area_size(px(38))
        .y_label_area_size(px(40))
        .build_cartesian_2d(xs, ys)?;
    chart
        .configure_mesh()
        .x_labels(5)
        .y_labels(5)
        .x_desc(names.0)
        .light_line_style(TRANSPARENT)
        .bold_line_style(ink::GRID.stroke_width(px(1)))
        .axis_style(ink::MUTED.stroke_width(px(1)))
        .set_all_tick_mark_size(px(4))
        .x_label_formatter(&|x| tidy(*x))
        .y_label_formatter(&|y| tidy(*y))
        .label_style(("sans-serif", px(13), &ink::MUTED))
        .axis_desc_style(("sans-serif", px(14), &ink::INK))
        .draw()?;
    Ok(chart)
}

/// The title in the middle above a panel, and the name of the vertical axis above its end: upright,
/// because a letter on its side is hard to tell from another.
fn headings(area: &Area, title: &str, vertical: &str) -> Result<()> {
    let (width, _) = area.dim_in_pixel();
    let style = |size: u32| TextStyle::from(("sans-serif", px(size))).color(&ink::INK);
    let centre = style(15).pos(Pos::new(HPos::Center, VPos::Top));
    area.draw_text(title, &centre, ((width / 2 + px(14)) as i32, px(3) as i32))?;
    let left = style(14).pos(Pos::new(HPos::Right, VPos::Top));
    area.draw_text(vertical, &left, (px(34) as i32, px(4) as i32))?;
    Ok(())
}

/// A number on an axis: no decimals where there is nothing to say, and a true minus sign.
fn tidy(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    // Adding 0 turns −0 into 0.
    (rounded + 0.0).to_string().replace('-', "−")
}

/// A function as a line of 160 points, cut off where it leaves the panel.
pub fn curve(f: impl Fn(f64) -> f64, xs: Range<f64>, ys: Range<f64>) -> Vec<Vec<(f64, f64)>> {
    let place = |i: i32| xs.start + (xs.end - xs.start) * f64::from(i) / 160.0;
    let points: Vec<_> = (0..=160).map(|i| (place(i), f(place(i)))).collect();
    clipped(&points, &ys)
}

/// The pieces of a line that lie between the lower and the upper edge of a panel.
pub fn clipped(points: &[(f64, f64)], ys: &Range<f64>) -> Vec<Vec<(f64, f64)>> {
    let mut pieces = Vec::new();
    let mut piece = Vec::new();
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (starts, ends) = (ys.contains(&from.1), ys.contains(&to.1));
        if starts != ends {
            let (inside, outside) = if starts { (from, to) } else { (to, from) };
            let crossing = edge(inside, outside, ys);
            piece.extend(if starts {
                [from, crossing]
            } else {
                [crossing, to]
            });
        } else if starts {
            piece.extend([from, to]);
        }
        if !ends && !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    pieces.push(piece);
    for piece in &mut pieces {
        piece.dedup();
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Where the segment from a point inside to one outside crosses the edge of the panel.
fn edge(inside: (f64, f64), outside: (f64, f64), ys: &Range<f64>) -> (f64, f64) {
    let limit = if outside.1 > inside.1 {
        ys.end
    } else {
        ys.start
    };
    let part = (limit - inside.1) / (outside.1 - inside.1);
    (inside.0 + part * (outside.0 - inside.0), limit)
}
