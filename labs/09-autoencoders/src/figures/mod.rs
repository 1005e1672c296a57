//! The drawings of this lesson, one file for each subject.

pub mod door;
pub mod signed;

use labkit::{Area, Result, ink};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A place on the area, in pixels.
pub type At = (i32, i32);

/// Text with its middle at `at`.
pub fn text(area: &Area<'_>, words: &str, at: At, size: u32, colour: RGBColor) -> Result<()> {
    let style = ("sans-serif", size)
        .into_font()
        .color(&colour)
        .pos(Pos::new(HPos::Center, VPos::Center));
    area.draw(&Text::new(words.to_string(), at, style))?;
    Ok(())
}

/// A picture of `[height, width]` pixels, each a square of `cell`, with its upper left corner at `at`. Ink is the text's own colour.
pub fn picture(
    area: &Area<'_>,
    (left, top): At,
    (height, width): (usize, usize),
    cell: i32,
    pixels: &[f32],
) -> Result<()> {
    for row in 0..height {
        for column in 0..width {
            let level = (pixels[row * width + column].clamp(0.0, 1.0) * 15.0).round() / 15.0;
            if level > 0.0 {
                let corner = (left + cell * column as i32, top + cell * row as i32);
                let across = (corner.0 + cell, corner.1 + cell);
                let colour = ink::INK.mix(f64::from(level));
                area.draw(&Rectangle::new([corner, across], colour.filled()))?;
            }
        }
    }
    let (right, bottom) = (left + cell * width as i32, top + cell * height as i32);
    let edge = ink::MUTED.stroke_width(1);
    area.draw(&Rectangle::new([(left, top), (right, bottom)], edge))?;
    Ok(())
}
