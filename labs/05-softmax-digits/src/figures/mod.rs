//! The drawings of this lesson, one file for each subject.

pub mod bars;
pub mod confusion;
pub mod network;
pub mod read;
pub mod weights;

use labkit::{Area, Result, ink};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

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

/// A thin frame.
pub fn frame(area: &Area<'_>, (x, y): At, (width, height): At) -> Result<()> {
    let corners = [(x, y), (x + width, y + height)];
    area.draw(&Rectangle::new(corners, ink::GRID.stroke_width(1)))?;
    Ok(())
}

/// How many steps of strength a picture is drawn with.
const LEVELS: f32 = 7.0;

/// A square picture of `side` × `side` values from −1 to 1, a pixel `cell` wide, its upper left corner at `at`. Equal
/// neighbours become one box, so that the file stays small.
pub fn picture(
    area: &Area<'_>,
    at: At,
    cell: i32,
    values: &[f32],
    colour: impl Fn(f64) -> RGBAColor,
) -> Result<()> {
    let side = values.len().isqrt();
    for (row, values) in values.chunks_exact(side).enumerate() {
        let levels: Vec<i32> = values.iter().map(|v| (v * LEVELS).round() as i32).collect();
        let mut column = 0;
        for run in levels.chunk_by(|a, b| a == b) {
            if run[0] != 0 {
                let corner = (at.0 + column * cell, at.1 + row as i32 * cell);
                let size = (run.len() as i32 * cell, cell);
                block(
                    area,
                    corner,
                    size,
                    colour(f64::from(run[0]) / f64::from(LEVELS)),
                )?;
            }
            column += run.len() as i32;
        }
    }
    let whole = side as i32 * cell;
    frame(area, at, (whole, whole))
}

/// Ink of the text's colour, as strong as the value.
pub fn as_ink(value: f64) -> RGBAColor {
    ink::INK.mix(value.clamp(0.0, 1.0))
}
