//! Waves on a ring: the ring from top to bottom, time to the right.

use labkit::{Area, Lesson, Result, draw, ink};
use nalgebra::DMatrix;

/// Steps between two columns, points between two rows, pixels of a cell.
const EVERY: usize = 4;
const POINTS: usize = 2;
const CELL: i32 = 4;
/// The height that gets full colour, and the steps of strength.
const FULL: f64 = 3.0;
const LEVELS: f64 = 4.0;

/// Films of waves `[points, steps]` under one another, each under its name; `marks` are steps, for a line across all of them.
pub fn films(
    lesson: &mut Lesson,
    (slug, caption): (&str, &str),
    films: &[(&str, &DMatrix<f64>)],
    marks: &[usize],
) -> Result<()> {
    let (points, steps) = films[0].1.shape();
    let (columns, rows) = (steps.div_ceil(EVERY), points.div_ceil(POINTS));
    let (wide, high) = (columns as i32 * CELL, rows as i32 * CELL);
    let (left, band) = (10, high + 30);
    let size = ((wide + 2 * left) as u32, (band * films.len() as i32) as u32);
    lesson.figure(slug, caption, size, |area| {
        for (i, (name, film)) in films.iter().enumerate() {
            let top = i as i32 * band + 24;
            draw::text(area, name, (left + wide / 2, top - 12), 14, ink::INK)?;
            let at = |k: usize| (film[(k / columns * POINTS, k % columns * EVERY)] / FULL) as f32;
            let cells: Vec<f32> = (0..rows * columns)
                .map(at)
                .map(|u| u.clamp(-1.0, 1.0))
                .collect();
            draw::picture(
                area,
                (left, top),
                CELL,
                (&cells, columns),
                LEVELS,
                draw::signed,
            )?;
            marks.iter().try_for_each(|&step| {
                mark(area, (left + (step / EVERY) as i32 * CELL, top), high)
            })?;
        }
        Ok(())
    })
}

fn mark(area: &Area<'_>, (x, top): draw::At, high: i32) -> Result<()> {
    draw::line(area, &[(x, top - 4), (x, top + high + 4)], ink::INK, 2)
}
