//! What of a picture one number depends on.

use super::{as_ink, frame, picture, text};
use labkit::{Area, Result, ink};
use plotters::style::Color;

/// A field, and how strongly each pixel counts in it.
pub struct Panel<'a> {
    /// Above it.
    pub name: &'a str,
    /// 28 × 28 numbers in rows.
    pub influence: Vec<f64>,
    /// Its first row and its first column.
    pub first: usize,
    /// Its side.
    pub size: usize,
}

/// A picture with the field of the first panel on it, then the panels.
pub fn draw(area: &Area<'_>, digit: &[f32], panels: &[Panel<'_>]) -> Result<()> {
    const CELL: i32 = 7;
    const APART: i32 = 252;
    let middle = |i: i32| 8 + i * APART + 14 * CELL;
    let field = |i: i32, panel: &Panel<'_>| {
        let first = panel.first as i32 * CELL;
        let size = panel.size as i32 * CELL;
        let corner = (8 + i * APART + first, 36 + first);
        frame(area, corner, (size, size), ink::PURPLE, 3)
    };
    text(area, "a picture", (middle(0), 16), 15, ink::INK)?;
    picture(area, (8, 36), CELL, (digit, 28), as_ink)?;
    field(0, &panels[0])?;
    for (i, panel) in (1..).zip(panels) {
        text(area, panel.name, (middle(i), 16), 15, ink::INK)?;
        let most = panel.influence.iter().fold(1e-12_f64, |m, v| m.max(*v));
        let scaled: Vec<f32> = panel.influence.iter().map(|v| (v / most) as f32).collect();
        let hue = |value: f64| ink::ORANGE.mix(value);
        labkit::draw::picture(area, (8 + i * APART, 36), CELL, (&scaled, 28), 16.0, hue)?;
        field(i, panel)?;
    }
    Ok(())
}
