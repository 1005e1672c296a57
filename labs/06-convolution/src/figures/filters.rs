//! Filters as pictures, and what they answer.

use super::{as_ink, picture, signed, text};
use labkit::{Area, Result, ink};

/// From one row of filters to the next.
const ROW: i32 = 158;

/// Of the area for so many filters.
pub fn height(filters: usize) -> u32 {
    filters.div_ceil(8) as u32 * ROW as u32 - 8
}

/// Filters in rows of eight, `side` × `side` each, with the map of answers below. On the left the picture they look at.
pub fn draw(
    area: &Area<'_>,
    seen: &[f32],
    (filters, side): (&[Vec<f32>], usize),
    (answers, map): (&[Vec<f32>], usize),
) -> Result<()> {
    const SHOWN: i32 = 54;
    text(area, "picture", (50, 14), 14, ink::INK)?;
    picture(area, (8, 28), 3, (seen, 28), as_ink)?;
    let cell = SHOWN / side as i32;
    let most = answers.iter().flatten().fold(1e-9_f32, |m, a| m.max(*a));
    for (k, (filter, answer)) in filters.iter().zip(answers).enumerate() {
        let x = 116 + (k % 8) as i32 * 78;
        let y = 8 + (k / 8) as i32 * ROW;
        // Each by its own largest: a faint filter has a shape, too.
        let largest = filter.iter().fold(1e-9_f32, |m, w| m.max(w.abs()));
        let scaled: Vec<f32> = filter.iter().map(|w| w / largest).collect();
        picture(area, (x + 6, y), cell, (&scaled, side), signed)?;
        let scaled: Vec<f32> = answer.iter().map(|a| a / most).collect();
        let pixel = 66 / map as i32;
        picture(area, (x, y + SHOWN + 16), pixel, (&scaled, map), as_ink)?;
    }
    Ok(())
}
