//! A confusion matrix.

use super::{anchored, block, frame, text};
use labkit::{Area, Result, ink};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

const CELL: i32 = 43;
const LEFT: i32 = 112;
const TOP: i32 = 62;

/// Rows are true classes, columns answers.
pub fn draw(area: &Area<'_>, matrix: &[Vec<usize>], names: &[&str]) -> Result<()> {
    let whole = CELL * names.len() as i32;
    text(
        area,
        "what the network answered",
        (LEFT + whole / 2, 14),
        16,
        ink::INK,
    )?;
    anchored(area, "what it is", (8, TOP - 16), 16, ink::INK, HPos::Left)?;
    for (truth, row) in matrix.iter().enumerate() {
        let y = TOP + CELL * truth as i32;
        let total = row.iter().sum::<usize>().max(1) as f64;
        anchored(
            area,
            names[truth],
            (LEFT - 10, y + CELL / 2),
            15,
            ink::INK,
            HPos::Right,
        )?;
        for (answer, &count) in row.iter().enumerate() {
            let corner = (LEFT + CELL * answer as i32, y);
            if count > 0 {
                let share = count as f64 / total;
                // A single mistake among many is to be seen, too.
                let (hue, strength) = if truth == answer {
                    (ink::BLUE, share * 0.75)
                } else {
                    (ink::ORANGE, 0.25 + 4.0 * share)
                };
                block(area, corner, (CELL, CELL), hue.mix(strength.min(0.85)))?;
                let middle = (corner.0 + CELL / 2, y + CELL / 2);
                text(area, &count.to_string(), middle, 15, ink::INK)?;
            }
            frame(area, corner, (CELL, CELL))?;
        }
    }
    for (answer, name) in names.iter().enumerate() {
        let x = LEFT + CELL * answer as i32 + CELL / 2;
        let size = if name.chars().count() > 5 { 9 } else { 15 };
        text(area, name, (x, TOP - 16), size, ink::INK)?;
    }
    Ok(())
}
