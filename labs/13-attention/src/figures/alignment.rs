//! Where each written character looked: a row a character, a column a letter that was read.

use lab13::dates::training::Alignment;
use labkit::draw::{At, block, frame, signed, text};
use labkit::{Area, Result, ink};

const CELL: i32 = 17;
/// The corner of the first heat map.
const CORNER: At = (26, 28);
/// From one heat map to the next.
const GAP: i32 = 34;

/// How large the figure is.
pub fn size(all: &[Alignment]) -> (u32, u32) {
    let letters: usize = all.iter().map(|one| one.weights[0].len()).sum();
    let wide = letters as i32 * CELL + GAP * all.len() as i32;
    let high = CORNER.1 + CELL * all[0].weights.len() as i32 + 6;
    (wide as u32, high as u32)
}

/// Heat maps side by side, each between its letters and its characters.
pub fn draw(area: &Area<'_>, all: &[Alignment]) -> Result<()> {
    let (mut left, top) = CORNER;
    for one in all {
        let wide = one.weights[0].len() as i32 * CELL;
        for (x, letter) in (left..).step_by(CELL as usize).zip(one.text.chars()) {
            text(
                area,
                &letter.to_string(),
                (x + CELL / 2, top - 12),
                15,
                ink::INK,
            )?;
        }
        for ((y, character), weights) in (top..)
            .step_by(CELL as usize)
            .zip(one.date.chars())
            .zip(&one.weights)
        {
            text(
                area,
                &character.to_string(),
                (left - 12, y + CELL / 2),
                15,
                ink::INK,
            )?;
            for (x, weight) in (left..).step_by(CELL as usize).zip(weights) {
                block(area, (x, y), (CELL, CELL), signed(*weight))?;
            }
        }
        frame(
            area,
            (left, top),
            (wide, CELL * one.weights.len() as i32),
            ink::MUTED,
            1,
        )?;
        left += wide + GAP;
    }
    Ok(())
}
