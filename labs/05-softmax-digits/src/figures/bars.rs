//! Three panels of bars: logits, powers of e, probabilities.

use super::{block, text};
use labkit::numerals::num;
use labkit::{Area, Result, ink};
use plotters::prelude::*;

/// What softmax does to three logits, step by step.
pub fn three_steps(area: &Area<'_>, logits: &[f64], powers: &[f64], shares: &[f64]) -> Result<()> {
    panel(area, 0, "logit z", logits, 1)?;
    panel(area, 250, "e to the power z", powers, 2)?;
    panel(area, 500, "share of the sum: p", shares, 4)?;
    for x in [228, 478] {
        let tip = (x + 12, 125);
        area.draw(&PathElement::new(
            [(x - 10, 125), tip],
            ink::MUTED.stroke_width(2),
        ))?;
        let head = [tip, (x + 3, 119), (x + 3, 131)];
        area.draw(&Polygon::new(head, ink::MUTED.filled()))?;
    }
    Ok(())
}

fn panel(area: &Area<'_>, left: i32, title: &str, values: &[f64], decimals: usize) -> Result<()> {
    text(area, title, (left + 110, 16), 16, ink::INK)?;
    let high = values.iter().copied().fold(0.0, f64::max);
    let low = values.iter().copied().fold(0.0, f64::min);
    // The zero line leaves room for the bars below it, and each bar room for its number.
    let scale = 130.0 / (high - low);
    let zero = 60 + (high * scale).round() as i32;
    for (k, &value) in values.iter().enumerate() {
        let x = left + 30 + k as i32 * 62;
        let height = (value.abs() * scale).round().max(1.0) as i32;
        let top = if value < 0.0 { zero } else { zero - height };
        block(area, (x, top), (38, height), ink::hue(k))?;
        let label = if value < 0.0 {
            zero + height + 13
        } else {
            top - 13
        };
        text(area, &num(value, decimals), (x + 19, label), 15, ink::INK)?;
        text(area, &format!("class {k}"), (x + 19, 238), 13, ink::MUTED)?;
    }
    let line = [(left + 20, zero), (left + 202, zero)];
    area.draw(&PathElement::new(line, ink::MUTED.stroke_width(1)))?;
    Ok(())
}
