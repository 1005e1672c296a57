//! The drawings of this lesson, one file for each subject.

pub mod filters;
pub mod gpu;
pub mod receptive;
pub mod scatter;
pub mod sliding;
pub mod volume;

pub use labkit::draw::{At, anchored, as_ink, block, frame, signed, text};

use labkit::{Area, Result, draw, ink};
use plotters::prelude::*;

use crate::story::short;

/// An arrow in the second rank.
pub fn arrow(area: &Area<'_>, from: At, to: At) -> Result<()> {
    draw::arrow(area, from, to, ink::MUTED)
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

/// A picture without numbers, `width` values in a row from −1 to 1.
pub fn picture(
    area: &Area<'_>,
    at: At,
    cell: i32,
    values: (&[f32], usize),
    colour: impl Fn(f64) -> RGBAColor,
) -> Result<()> {
    draw::picture(area, at, cell, values, 4.0, colour)
}
