//! Pictures whose numbers may be negative: orange above 0, blue below.

use super::{At, text};
use labkit::{Area, Result, ink};
use plotters::prelude::*;

/// Pictures of `[height, width]` in rows of `across`, each under its words; the strongest colour is the largest number of each.
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
        one(area, corner, (height, width), cell, numbers)?;
    }
    Ok(())
}

fn one(
    area: &Area<'_>,
    (left, top): At,
    (height, width): (usize, usize),
    cell: i32,
    numbers: &[f64],
) -> Result<()> {
    let most = numbers.iter().fold(1e-12_f64, |most, x| most.max(x.abs()));
    for row in 0..height {
        for column in 0..width {
            let x = numbers[row * width + column] / most;
            let strength = (x.abs() * 15.0).round() / 15.0;
            if strength > 0.0 {
                let corner = (left + cell * column as i32, top + cell * row as i32);
                let across = (corner.0 + cell, corner.1 + cell);
                let colour = if x > 0.0 { ink::ORANGE } else { ink::BLUE };
                area.draw(&Rectangle::new(
                    [corner, across],
                    colour.mix(strength).filled(),
                ))?;
            }
        }
    }
    let across = (left + cell * width as i32, top + cell * height as i32);
    area.draw(&Rectangle::new(
        [(left, top), across],
        ink::MUTED.stroke_width(1),
    ))?;
    Ok(())
}
