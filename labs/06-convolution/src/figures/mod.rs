//! The drawings of this lesson, one file for each subject.

pub mod filters;
pub mod gpu;
pub mod scatter;
pub mod sliding;
pub mod volume;

use labkit::{Area, Result, ink};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::story::short;

/// A place on the area, in pixels.
pub type At = (i32, i32);

/// Text with its middle at `at`.
pub fn text(area: &Area<'_>, words: &str, at: At, size: u32, colour: RGBColor) -> Result<()> {
    anchored(area, words, at, size, colour, HPos::Center)
}

/// Text that begins or ends at `at`.
pub fn anchored(
    area: &Area<'_>,
    words: &str,
    at: At,
    size: u32,
    colour: RGBColor,
    side: HPos,
) -> Result<()> {
    let style = ("sans-serif", size)
        .into_font()
        .color(&colour)
        .pos(Pos::new(side, VPos::Center));
    area.draw(&Text::new(words.to_string(), at, style))?;
    Ok(())
}

/// A filled box from its upper left corner.
pub fn block(area: &Area<'_>, (x, y): At, (width, height): At, colour: impl Color) -> Result<()> {
    area.draw(&Rectangle::new(
        [(x, y), (x + width, y + height)],
        colour.filled(),
    ))?;
    Ok(())
}

/// A frame of this thickness.
pub fn frame(
    area: &Area<'_>,
    (x, y): At,
    (width, height): At,
    colour: impl Color,
    thick: u32,
) -> Result<()> {
    let corners = [(x, y), (x + width, y + height)];
    area.draw(&Rectangle::new(corners, colour.stroke_width(thick)))?;
    Ok(())
}

/// An arrow to the right.
pub fn arrow(area: &Area<'_>, from: At, to: At) -> Result<()> {
    area.draw(&PathElement::new([from, to], ink::MUTED.stroke_width(2)))?;
    let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let length = dx.hypot(dy).max(1.0);
    let (ux, uy) = (dx / length, dy / length);
    let side = |sign: f64| {
        let back = 9.0;
        (
            to.0 - (back * ux - sign * 5.0 * uy).round() as i32,
            to.1 - (back * uy + sign * 5.0 * ux).round() as i32,
        )
    };
    area.draw(&Polygon::new(
        [to, side(1.0), side(-1.0)],
        ink::MUTED.filled(),
    ))?;
    Ok(())
}

/// Orange for positive, blue for negative numbers, as strong as their size; `value` from −1 to 1.
pub fn signed(value: f64) -> RGBAColor {
    let hue = if value > 0.0 { ink::ORANGE } else { ink::BLUE };
    hue.mix(value.abs().min(1.0).powf(0.7))
}

/// Ink of the text's colour, as strong as the value.
pub fn as_ink(value: f64) -> RGBAColor {
    ink::INK.mix(value.clamp(0.0, 1.0))
}

/// A grid with its numbers: cells of `cell` pixels, tinted by value over `largest`. Cells beyond `known` stay empty.
pub fn numbers(
    area: &Area<'_>,
    (x, y): At,
    cell: i32,
    grid: &[Vec<f64>],
    known: usize,
) -> Result<()> {
    let largest = grid.iter().flatten().fold(1e-9_f64, |m, v| m.max(v.abs()));
    for (r, row) in grid.iter().enumerate() {
        for (c, &value) in row.iter().enumerate() {
            let corner = (x + c as i32 * cell, y + r as i32 * cell);
            if r * row.len() + c < known {
                if value != 0.0 {
                    // Kept faint: a number has to be legible on it.
                    let tint = signed(value / largest);
                    block(area, corner, (cell, cell), tint.mix(0.55 * tint.alpha()))?;
                }
                let middle = (corner.0 + cell / 2, corner.1 + cell / 2);
                text(
                    area,
                    &short(value),
                    middle,
                    (cell as u32) * 9 / 16,
                    ink::INK,
                )?;
            }
            frame(area, corner, (cell, cell), ink::GRID, 1)?;
        }
    }
    Ok(())
}

/// How many steps of strength a picture is drawn with.
const LEVELS: f64 = 4.0;

/// A picture without numbers, `width` values in a row from −1 to 1. Equal neighbours become one box, so that the file
/// stays small.
pub fn picture(
    area: &Area<'_>,
    (x, y): At,
    cell: i32,
    (values, width): (&[f32], usize),
    colour: impl Fn(f64) -> RGBAColor,
) -> Result<()> {
    let rows = values.chunks_exact(width);
    let height = rows.len() as i32;
    for (row, values) in rows.enumerate() {
        let level = |v: &f32| (f64::from(*v) * LEVELS).round() as i32;
        let levels: Vec<i32> = values.iter().map(level).collect();
        let mut column = 0;
        for run in levels.chunk_by(|a, b| a == b) {
            if run[0] != 0 {
                let corner = (x + column * cell, y + row as i32 * cell);
                let size = (run.len() as i32 * cell, cell);
                block(area, corner, size, colour(f64::from(run[0]) / LEVELS))?;
            }
            column += run.len() as i32;
        }
    }
    frame(
        area,
        (x, y),
        (width as i32 * cell, height * cell),
        ink::GRID,
        1,
    )
}
