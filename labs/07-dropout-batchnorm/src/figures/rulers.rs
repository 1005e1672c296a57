//! Two channels on one ruler: before normalising, and after.

use super::{At, text};
use labkit::numerals::num;
use labkit::{Area, Result, ink};
use plotters::prelude::*;

/// Channel by channel, the numbers before and after.
pub fn draw(area: &Area<'_>, before: &[Vec<f64>], after: &[Vec<f64>]) -> Result<()> {
    panel(area, (40, "as they come"), before, (0.0, 800.0, 200.0))?;
    panel(area, (400, "normalised"), after, (-2.0, 2.0, 1.0))
}

fn panel(
    area: &Area<'_>,
    (left, title): (i32, &str),
    rows: &[Vec<f64>],
    (low, high, step): (f64, f64, f64),
) -> Result<()> {
    const WIDTH: i32 = 280;
    let x = |value: f64| left + ((value - low) / (high - low) * f64::from(WIDTH)).round() as i32;
    text(area, title, (left + WIDTH / 2, 18), 17, ink::INK)?;
    for (channel, y) in [(0, 70), (1, 130)] {
        let line = [(left, y), (left + WIDTH, y)];
        area.draw(&PathElement::new(line, ink::MUTED.stroke_width(1)))?;
        let name: At = (left + WIDTH / 2, y - 26);
        text(
            area,
            &format!("channel {}", channel + 1),
            name,
            13,
            ink::MUTED,
        )?;
        for row in rows {
            let dot = (x(row[channel]), y);
            area.draw(&Circle::new(dot, 6, ink::hue(channel).mix(0.75).filled()))?;
        }
    }
    let mut value = low;
    while value <= high {
        let at = x(value);
        area.draw(&PathElement::new(
            [(at, 64), (at, 136)],
            ink::GRID.stroke_width(1),
        ))?;
        text(area, &num(value, 0), (at, 156), 13, ink::MUTED)?;
        value += step;
    }
    Ok(())
}
