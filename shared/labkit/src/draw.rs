//! Shapes for free drawings: words, boxes, lines and small pictures on an [`Area`], each one call.

use crate::{Area, Result, ink};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A place on the area, in pixels from its upper left corner; also a width and a height.
pub type At = (i32, i32);

/// Text with its middle at `at`.
///
/// # Errors
/// If the figure cannot be written, as for everything here.
pub fn text(area: &Area<'_>, words: &str, at: At, size: u32, colour: RGBColor) -> Result<()> {
    anchored(area, words, at, size, colour, HPos::Center)
}

/// Text that begins ([`HPos::Left`]) or ends ([`HPos::Right`]) at `at`.
///
/// # Errors
/// If the figure cannot be written.
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
///
/// # Errors
/// If the figure cannot be written.
pub fn block(area: &Area<'_>, (x, y): At, (width, height): At, colour: impl Color) -> Result<()> {
    let corners = [(x, y), (x + width, y + height)];
    area.draw(&Rectangle::new(corners, colour.filled()))?;
    Ok(())
}

/// The outline of a box, `thick` pixels wide.
///
/// # Errors
/// If the figure cannot be written.
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

/// A line through `points`.
///
/// # Errors
/// If the figure cannot be written.
pub fn line(area: &Area<'_>, points: &[At], colour: impl Color, thick: u32) -> Result<()> {
    area.draw(&PathElement::new(
        points.to_vec(),
        colour.stroke_width(thick),
    ))?;
    Ok(())
}

/// A line with a head at its end.
///
/// # Errors
/// If the figure cannot be written.
pub fn arrow(area: &Area<'_>, from: At, to: At, colour: RGBColor) -> Result<()> {
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
///
/// # Errors
/// If the figure cannot be written.
pub fn disc(area: &Area<'_>, at: At, radius: i32, colour: RGBColor) -> Result<()> {
    area.draw(&Circle::new(at, radius, colour.mix(0.14).filled()))?;
    area.draw(&Circle::new(at, radius, colour.stroke_width(2)))?;
    Ok(())
}

/// A box with a rim, around its middle.
///
/// # Errors
/// If the figure cannot be written.
pub fn card(area: &Area<'_>, (x, y): At, (width, height): At, colour: RGBColor) -> Result<()> {
    let corner = (x - width / 2, y - height / 2);
    let size = (width / 2 * 2, height / 2 * 2);
    block(area, corner, size, colour.mix(0.14))?;
    frame(area, corner, size, colour, 2)
}

/// A small picture: `width` values in a row from −1 to 1, a pixel `cell` wide, in `levels` steps of
/// strength to each side of 0. Equal neighbours become one box, so that the file stays small.
///
/// # Errors
/// If the figure cannot be written.
pub fn picture(
    area: &Area<'_>,
    (x, y): At,
    cell: i32,
    (values, width): (&[f32], usize),
    levels: f64,
    colour: impl Fn(f64) -> RGBAColor,
) -> Result<()> {
    let rows = values.chunks_exact(width);
    let height = rows.len() as i32;
    for (row, values) in rows.enumerate() {
        let level = |v: &f32| (f64::from(*v) * levels).round() as i32;
        let row_of_levels: Vec<i32> = values.iter().map(level).collect();
        let mut column = 0;
        for run in row_of_levels.chunk_by(|a, b| a == b) {
            if run[0] != 0 {
                let corner = (x + column * cell, y + row as i32 * cell);
                let size = (run.len() as i32 * cell, cell);
                block(area, corner, size, colour(f64::from(run[0]) / levels))?;
            }
            column += run.len() as i32;
        }
    }
    let whole = (width as i32 * cell, height * cell);
    frame(area, (x, y), whole, ink::GRID, 1)
}

/// Ink of the text's colour, as strong as the value; for [`picture`].
pub fn as_ink(value: f64) -> RGBAColor {
    ink::INK.mix(value.clamp(0.0, 1.0))
}

/// Orange for positive, blue for negative numbers, as strong as their size; `value` from −1 to 1.
pub fn signed(value: f64) -> RGBAColor {
    let hue = if value > 0.0 { ink::ORANGE } else { ink::BLUE };
    hue.mix(value.abs().min(1.0).powf(0.7))
}
