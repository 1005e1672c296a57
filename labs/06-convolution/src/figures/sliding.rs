//! A filter on its way over a picture.

use super::{arrow, frame, numbers, text};
use lab06::filter::{Grid, shape, slide};
use labkit::{Area, Result, ink};

const CELL: i32 = 26;
/// Of the area that a row of panels fills.
pub const WIDTH: i32 = 730;

/// A panel for each place in `frames` (counted in the order of reading): the picture with the window on it, and below what has been
/// answered until then.
pub fn draw(area: &Area<'_>, picture: &Grid, filter: &Grid, frames: &[usize]) -> Result<()> {
    let answers = slide(picture, filter);
    let ([h, w], [kh, kw], [oh, ow]) = (shape(picture), shape(filter), shape(&answers));
    let apart = (WIDTH - 16 - w as i32 * CELL) / (frames.len() as i32 - 1).max(1);
    for (panel, &place) in frames.iter().enumerate() {
        let x = 8 + panel as i32 * apart;
        let (row, column) = ((place / ow) as i32, (place % ow) as i32);
        text(
            area,
            &format!("place {} of {}", place + 1, oh * ow),
            (x + w as i32 * CELL / 2, 14),
            15,
            ink::INK,
        )?;
        numbers(area, (x, 32), CELL, picture, h * w)?;
        let corner = (x + column * CELL, 32 + row * CELL);
        let size = (kw as i32 * CELL, kh as i32 * CELL);
        frame(area, corner, size, ink::PURPLE, 3)?;
        let below = 32 + h as i32 * CELL + 40;
        let left = x + (w - ow) as i32 * CELL / 2;
        let target = (left + column * CELL, below + row * CELL);
        // Only in the gap: on the numbers it would hide them.
        arrow(
            area,
            (corner.0 + size.0 / 2, below - 33),
            (target.0 + CELL / 2, below - 6),
        )?;
        numbers(area, (left, below), CELL, &answers, place + 1)?;
        frame(area, target, (CELL, CELL), ink::PURPLE, 3)?;
    }
    Ok(())
}

/// Grids in a row, each under its name, with arrows between them.
pub fn chain(area: &Area<'_>, grids: &[(&str, &Grid)]) -> Result<()> {
    const CELL: i32 = 38;
    let columns: usize = grids.iter().map(|(_, grid)| shape(grid)[1]).sum();
    let gap = (WIDTH - 20 - columns as i32 * CELL) / (grids.len() as i32 - 1).max(1);
    let mut x = 10;
    for (i, (name, grid)) in grids.iter().enumerate() {
        let [h, w] = shape(grid);
        let (width, height) = (w as i32 * CELL, h as i32 * CELL);
        let top = 140 - height / 2;
        if i > 0 {
            arrow(area, (x - gap + 14, 140), (x - 14, 140))?;
        }
        text(area, name, (x + width / 2, top - 18), 16, ink::INK)?;
        numbers(area, (x, top), CELL, grid, h * w)?;
        x += width + gap;
    }
    Ok(())
}
