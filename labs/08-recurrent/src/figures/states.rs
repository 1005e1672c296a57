//! Hidden units over time: a row a unit, a column a step.

use super::{anchored, text};
use labkit::draw::{block, frame, signed};
use labkit::{Area, Result, ink};
use plotters::style::text_anchor::HPos;

const CELL: (i32, i32) = (24, 24);
const LEFT: i32 = 84;
const TOP: i32 = 48;

/// `states` has H numbers a step, from −1 to 1; `bits` and `odd` one.
pub fn draw(area: &Area<'_>, states: &[f32], bits: &[f32], odd: &[f32]) -> Result<()> {
    let units = states.len() / bits.len();
    let below = TOP + units as i32 * CELL.1 + 22;
    anchored(
        area,
        "reads",
        (LEFT - 10, TOP - 18),
        14,
        ink::MUTED,
        HPos::Right,
    )?;
    anchored(
        area,
        "odd?",
        (LEFT - 10, below),
        14,
        ink::MUTED,
        HPos::Right,
    )?;
    for unit in 0..units {
        let y = TOP + unit as i32 * CELL.1 + CELL.1 / 2;
        anchored(
            area,
            &format!("unit {}", unit + 1),
            (LEFT - 10, y),
            13,
            ink::MUTED,
            HPos::Right,
        )?;
    }
    for (t, step) in states.chunks_exact(units).enumerate() {
        let x = LEFT + t as i32 * CELL.0;
        let yes =
            |value: f32, yes: &'static str, no: &'static str| if value > 0.5 { yes } else { no };
        text(
            area,
            yes(bits[t], "1", "0"),
            (x + CELL.0 / 2, TOP - 18),
            16,
            ink::INK,
        )?;
        text(
            area,
            yes(odd[t], "yes", "·"),
            (x + CELL.0 / 2, below),
            13,
            ink::INK,
        )?;
        for (unit, &value) in step.iter().enumerate() {
            let at = (x, TOP + unit as i32 * CELL.1);
            block(area, at, CELL, signed(f64::from(value)))?;
            frame(area, at, CELL, ink::GRID, 1)?;
        }
    }
    Ok(())
}
