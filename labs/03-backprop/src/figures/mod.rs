//! The drawings of this lesson, one file for each subject.

pub mod graph;
pub mod net;
pub mod shapes;
pub mod surface;
pub mod tape;
pub mod terrain;

use labkit::Result;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// What a figure is drawn on.
pub type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
/// A place on it, in pixels.
pub type At = (i32, i32);

/// Text with its middle at `at`.
pub fn text(area: &Area, words: &str, at: At, size: u32, colour: RGBColor) -> Result<()> {
    let style = ("sans-serif", size)
        .into_font()
        .color(&colour)
        .pos(Pos::new(HPos::Center, VPos::Center));
    area.draw(&Text::new(words.to_string(), at, style))?;
    Ok(())
}

/// A line through `points`.
pub fn line(area: &Area, points: &[At], colour: RGBColor, width: u32) -> Result<()> {
    area.draw(&PathElement::new(
        points.to_vec(),
        colour.stroke_width(width),
    ))?;
    Ok(())
}

/// A line with a head at its end.
pub fn arrow(area: &Area, from: At, to: At, colour: RGBColor) -> Result<()> {
    line(area, &[from, to], colour, 2)?;
    let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let length = dx.hypot(dy).max(1.0);
    let (ux, uy) = (dx / length, dy / length);
    let corner = |side: f64| {
        let back = |along: f64, across: f64| (-9.0 * along + side * 4.5 * across).round() as i32;
        (to.0 + back(ux, -uy), to.1 + back(uy, ux))
    };
    area.draw(&Polygon::new(
        vec![to, corner(1.0), corner(-1.0)],
        colour.filled(),
    ))?;
    Ok(())
}

/// A disc with a rim.
pub fn disc(area: &Area, at: At, radius: i32, colour: RGBColor) -> Result<()> {
    area.draw(&Circle::new(at, radius, colour.mix(0.14).filled()))?;
    area.draw(&Circle::new(at, radius, colour.stroke_width(2)))?;
    Ok(())
}

/// A box with a rim, around its middle.
pub fn card(area: &Area, (x, y): At, (width, height): (i32, i32), colour: RGBColor) -> Result<()> {
    let corners = [
        (x - width / 2, y - height / 2),
        (x + width / 2, y + height / 2),
    ];
    area.draw(&Rectangle::new(corners, colour.mix(0.14).filled()))?;
    area.draw(&Rectangle::new(corners, colour.stroke_width(2)))?;
    Ok(())
}

/// Fills a square of the plane, from `low` to `high` in both directions, with the colour of each place: runs of a coarse
/// grid, merged where the colour stays, so that the file stays small. `place` maps the plane to pixels.
pub fn heat(
    area: &Area,
    (low, high): (f64, f64),
    cells: usize,
    place: impl Fn([f64; 2]) -> At,
    colour: impl Fn([f64; 2]) -> RGBAColor,
) -> Result<()> {
    let edge = |i: usize| low + (high - low) * i as f64 / cells as f64;
    let middle = |i: usize| 0.5 * (edge(i) + edge(i + 1));
    for row in 0..cells {
        let colours: Vec<RGBAColor> = (0..cells)
            .map(|i| colour([middle(i), middle(row)]))
            .collect();
        let mut start = 0;
        for run in colours.chunk_by(|a, b| a == b) {
            let end = start + run.len();
            let corners = [
                place([edge(start), edge(row + 1)]),
                place([edge(end), edge(row)]),
            ];
            area.draw(&Rectangle::new(corners, run[0].filled()))?;
            start = end;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::story::{anchored, fixed};

    #[test]
    fn numbers_have_a_real_minus_and_no_negative_zero() {
        assert_eq!(fixed(-0.5, 2), "−0.50");
        assert_eq!(fixed(-0.0001, 2), "0.00");
        assert_eq!(fixed(12.345, 1), "12.3");
    }

    #[test]
    fn anchored_code_is_found_and_other_marks_are_left_out() {
        let source = "a\n// ANCHOR: x\nb\n// ANCHOR: y\nc\n// ANCHOR_END: x\nd\n";
        assert_eq!(anchored(source, "x"), "b\nc");
        assert_eq!(anchored(source, "none"), "");
    }
}
