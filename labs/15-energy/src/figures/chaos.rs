//! Waves on a ring: the ring from top to bottom, time to the right.

use labkit::{Lesson, Result, draw, ink};
use nalgebra::DMatrix;

/// Steps between two columns, rows of a film, pixels of a cell.
const EVERY: usize = 4;
const ROWS: usize = 32;
const CELL: i32 = 4;
/// The height that gets full colour.
const FULL: f64 = 3.0;

/// Films of waves `[points, steps]` under one another, each under its name, with a line at the step `end` if it is not 0.
pub fn films(
    lesson: &mut Lesson,
    (slug, caption): (&str, &str),
    films: &[(&str, &DMatrix<f64>)],
    end: usize,
) -> Result<()> {
    let (points, steps) = films[0].1.shape();
    let (columns, apart) = (steps.div_ceil(EVERY), points / ROWS);
    let (wide, high) = (columns as i32 * CELL, ROWS as i32 * CELL);
    let size = (wide as u32 + 20, (high as u32 + 30) * films.len() as u32);
    lesson.figure(slug, caption, size, |area| {
        for (i, (name, film)) in films.iter().enumerate() {
            let (x, y) = (10, 24 + i as i32 * (high + 30));
            draw::text(area, name, (x + wide / 2, y - 12), 14, ink::INK)?;
            let u = |k: usize| film[(k / columns * apart, k % columns * EVERY)] / FULL;
            let cells: Vec<f32> = (0..ROWS * columns)
                .map(|k| u(k).clamp(-1.0, 1.0) as f32)
                .collect();
            draw::picture(area, (x, y), CELL, (&cells, columns), 4.0, draw::signed)?;
            if end > 0 {
                let x = x + (end / EVERY) as i32 * CELL;
                draw::line(area, &[(x, y - 4), (x, y + high + 4)], ink::INK, 2)?;
            }
        }
        Ok(())
    })
}
