//! Scenes, and a colour for the class of each pixel.

use lab12::scene::SIDE;
use lab12::segment::Pixels;
use labkit::draw::{anchored, as_ink, block, frame, picture};
use labkit::{Area, Lesson, Result, ink};
use plotters::style::{Color, text_anchor::HPos};

/// Scenes that are drawn, and units of a pixel.
const SHOWN: usize = 4;
const CELL: i32 = 2;
const GAP: i32 = 12;
const LEFT: i32 = 70;

/// The first scenes of these, their truth, and what was said of them.
pub fn figure(
    lesson: &mut Lesson,
    slug: &str,
    caption: &str,
    scenes: &Pixels,
    said: &[u32],
) -> Result<()> {
    let step = SIDE as i32 * CELL + GAP;
    let size = (LEFT + SHOWN as i32 * step, 3 * step);
    let truth: Vec<u32> = scenes.classes.iter().map(|&k| u32::from(k)).collect();
    lesson.figure(slug, caption, (size.0 as u32, size.1 as u32), |area| {
        for (row, words) in ["scene", "truth", "answer"].into_iter().enumerate() {
            let top = row as i32 * step;
            anchored(
                area,
                words,
                (LEFT - 10, top + step / 2),
                14,
                ink::INK,
                HPos::Right,
            )?;
            for i in 0..SHOWN {
                let (at, size) = ((LEFT + i as i32 * step, top), SIDE * SIDE);
                let own = i * size..(i + 1) * size;
                match row {
                    0 => picture(
                        area,
                        at,
                        CELL,
                        (&scenes.pictures.data()[own], SIDE),
                        2.0,
                        as_ink,
                    )?,
                    1 => mask(area, at, &truth[own])?,
                    _ => mask(area, at, &said[own])?,
                }
            }
        }
        Ok(())
    })
}

/// A box for each run of one class in a row.
fn mask(area: &Area<'_>, (x, y): (i32, i32), classes: &[u32]) -> Result<()> {
    for (row, line) in classes.chunks_exact(SIDE).enumerate() {
        let mut column = 0;
        for run in line.chunk_by(|a, b| a == b) {
            if run[0] > 0 {
                let digit = run[0] as usize - 1;
                let hue = ink::hue(digit).mix(if digit < 6 { 1.0 } else { 0.5 });
                let corner = (x + column * CELL, y + row as i32 * CELL);
                block(area, corner, (run.len() as i32 * CELL, CELL), hue)?;
            }
            column += run.len() as i32;
        }
    }
    let side = SIDE as i32 * CELL;
    frame(area, (x, y), (side, side), ink::GRID, 1)
}
