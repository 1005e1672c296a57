//! The softmax network: pixels, ten sums, ten probabilities.

use super::{anchored, as_ink, block, picture, text};
use labkit::numerals::percent;
use labkit::{Area, Result, ink};
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

const CELL: i32 = 14;
const LEFT: i32 = 20;
const TOP: i32 = 110;
const SUMS: i32 = 430;

/// `pixels` of 14 × 14, and what the network says to them.
pub fn draw(area: &Area<'_>, pixels: &[f32], probabilities: &[f32], names: &[&str]) -> Result<()> {
    text(area, "784 pixels", (LEFT + 7 * CELL, 60), 16, ink::INK)?;
    text(area, "ten sums", (SUMS, 16), 16, ink::INK)?;
    text(area, "ten probabilities", (580, 16), 16, ink::INK)?;
    let middle = |k: usize| 48 + 33 * k as i32;
    // A few pixels stand for all.
    for row in [0, 4, 9, 13] {
        let from = (LEFT + 14 * CELL, TOP + row * CELL + CELL / 2);
        for k in 0..10 {
            area.draw(&PathElement::new(
                [from, (SUMS - 13, middle(k))],
                ink::GRID.stroke_width(1),
            ))?;
        }
    }
    picture(area, (LEFT, TOP), CELL, pixels, as_ink)?;
    let best = (0..10).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
    for k in 0..10 {
        let colour = if Some(k) == best {
            ink::ORANGE
        } else {
            ink::BLUE
        };
        let y = middle(k);
        area.draw(&Circle::new((SUMS, y), 13, colour.mix(0.16).filled()))?;
        area.draw(&Circle::new((SUMS, y), 13, colour.stroke_width(2)))?;
        text(area, "Σ", (SUMS, y), 14, ink::INK)?;
        anchored(area, names[k], (500, y), 15, ink::INK, HPos::Right)?;
        let width = (120.0 * probabilities[k]).round().max(1.0) as i32;
        block(area, (510, y - 9), (width, 18), colour)?;
        let share = percent(f64::from(probabilities[k]));
        anchored(
            area,
            &share,
            (510 + width + 8, y),
            13,
            ink::MUTED,
            HPos::Left,
        )?;
    }
    Ok(())
}
