//! Weights as pictures: orange for, blue against.

use super::{picture, text};
use labkit::{Area, Result, ink};
use plotters::style::Color;

/// Panels in a row of five, one a class; each from −1 to 1 by the largest weight of all.
pub fn draw(area: &Area<'_>, weights: &[Vec<f32>], names: &[&str]) -> Result<()> {
    const CELL: i32 = 9;
    let largest = weights
        .iter()
        .flatten()
        .fold(1e-12_f32, |m, w| m.max(w.abs()));
    for (k, (weights, name)) in weights.iter().zip(names).enumerate() {
        let left = 8 + (k % 5) as i32 * 144;
        let top = 30 + (k / 5) as i32 * 166;
        let scaled: Vec<f32> = weights.iter().map(|w| w / largest).collect();
        text(area, name, (left + 63, top - 15), 16, ink::INK)?;
        picture(area, (left, top), CELL, &scaled, |value| {
            let hue = if value > 0.0 { ink::ORANGE } else { ink::BLUE };
            // Weak weights are most of them; this lets them show.
            hue.mix(value.abs().powf(0.7))
        })?;
    }
    Ok(())
}
