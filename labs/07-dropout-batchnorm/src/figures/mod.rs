//! The drawings of this lesson, one file for each subject.

pub mod rulers;
pub mod sets;
pub mod thinned;

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

/// A filled box from its upper left corner.
pub fn block(area: &Area<'_>, (x, y): At, (width, height): At, colour: impl Color) -> Result<()> {
    let corners = [(x, y), (x + width, y + height)];
    area.draw(&Rectangle::new(corners, colour.filled()))?;
    Ok(())
}

/// A thin frame.
pub fn frame(area: &Area<'_>, (x, y): At, (width, height): At) -> Result<()> {
    let corners = [(x, y), (x + width, y + height)];
    area.draw(&Rectangle::new(corners, ink::MUTED.stroke_width(1)))?;
    Ok(())
}
