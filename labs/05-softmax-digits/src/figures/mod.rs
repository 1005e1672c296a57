//! The drawings of this lesson, one file for each subject.

pub mod bars;
pub mod confusion;
pub mod network;
pub mod read;
pub mod weights;

pub use labkit::draw::{At, anchored, as_ink, block, text};

use labkit::{Area, Result, draw, ink};
use plotters::prelude::*;

/// A thin frame.
pub fn frame(area: &Area<'_>, at: At, size: At) -> Result<()> {
    draw::frame(area, at, size, ink::GRID, 1)
}

/// A square picture of values from −1 to 1, a pixel `cell` wide, its upper left corner at `at`.
pub fn picture(
    area: &Area<'_>,
    at: At,
    cell: i32,
    values: &[f32],
    colour: impl Fn(f64) -> RGBAColor,
) -> Result<()> {
    let side = values.len().isqrt();
    draw::picture(area, at, cell, (values, side), 7.0, colour)
}
