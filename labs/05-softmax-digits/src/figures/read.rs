//! Ten pictures with what a network says to each.

use super::{as_ink, block, picture, text};
use labkit::{Area, Result, ink};
use plotters::prelude::*;
use trainer::Reading;

const CELL: i32 = 8;

/// `pictures` of 14 × 14, the pictures `shown` of `reading`.
pub fn draw(
    area: &Area<'_>,
    pictures: &[Vec<f32>],
    reading: &Reading,
    shown: &[usize],
    names: &[&str],
) -> Result<()> {
    for (place, (picture, &i)) in pictures.iter().zip(shown).enumerate() {
        let corner = (8 + (place % 5) as i32 * 144, 8 + (place / 5) as i32 * 235);
        one(
            area,
            corner,
            picture,
            (reading.of(i), reading.labels[i]),
            names,
        )?;
    }
    Ok(())
}

fn one(
    area: &Area<'_>,
    (left, top): (i32, i32),
    pixels: &[f32],
    (probabilities, truth): (&[f32], usize),
    names: &[&str],
) -> Result<()> {
    picture(area, (left + 8, top), CELL, pixels, as_ink)?;
    let floor = top + 190;
    let best = (0..10).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
    for (k, &p) in probabilities.iter().enumerate() {
        let x = left + k as i32 * 13;
        let colour = match (Some(k) == best, k == truth) {
            (true, true) => ink::GREEN,
            (true, false) => ink::ORANGE,
            _ => ink::BLUE,
        };
        let height = (60.0 * p).round().max(1.0) as i32;
        block(area, (x + 1, floor - height), (10, height), colour)?;
        let label = names[k].chars().next().unwrap_or(' ').to_string();
        text(area, &label, (x + 6, floor + 13), 13, ink::INK)?;
        if k == truth {
            area.draw(&Circle::new(
                (x + 6, floor + 12),
                9,
                ink::GREEN.stroke_width(2),
            ))?;
        }
    }
    let line = [(left, floor), (left + 130, floor)];
    area.draw(&PathElement::new(line, ink::MUTED.stroke_width(1)))?;
    Ok(())
}
