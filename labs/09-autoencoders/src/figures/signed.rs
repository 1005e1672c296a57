//! Pictures whose numbers may be negative: orange above 0, blue below.

use super::text;
use labkit::draw::{picture, signed};
use labkit::{Area, Result, ink};

/// Pictures of `(height, width)` pixels, `across` in a row, each under its words; the strongest colour is the largest number of
/// each.
pub fn draw(
    area: &Area<'_>,
    pictures: &[(String, Vec<f64>)],
    (height, width): (usize, usize),
    (cell, across): (i32, usize),
) -> Result<()> {
    let (wide, high) = (cell * width as i32 + 16, cell * height as i32 + 34);
    for (i, (words, numbers)) in pictures.iter().enumerate() {
        let corner = (
            8 + wide * (i % across) as i32,
            28 + high * (i / across) as i32,
        );
        let middle = corner.0 + cell * width as i32 / 2;
        text(area, words, (middle, corner.1 - 13), 13, ink::INK)?;
        let most = numbers.iter().fold(1e-12_f64, |most, x| most.max(x.abs()));
        let fractions: Vec<f32> = numbers.iter().map(|x| (x / most) as f32).collect();
        picture(area, corner, cell, (&fractions, width), 12.0, signed)?;
    }
    Ok(())
}
