//! Codes of two numbers as a map: a dot a picture, a hue a digit.

use super::median;
use labkit::draw::{frame, text};
use labkit::{Area, Result, ink};
use plotters::prelude::*;

/// The side of the map, and where it begins.
const SIDE: i32 = 330;
const CORNER: (i32, i32) = (12, 34);
/// From the middle to an edge, in units of a code.
const REACH: f32 = 3.4;
/// The radius of the circle that is drawn, in the same.
const CIRCLE: f32 = 2.0;

/// The codes, `[N, 2]` row by row, around 0, and the digit of each.
pub fn draw(area: &Area<'_>, codes: &[f32], digits: &[u32]) -> Result<()> {
    let ((left, top), half) = (CORNER, SIDE / 2);
    let scale = SIDE as f32 / 2.0 / REACH;
    let place = |x: f32, y: f32| {
        let steps = [x, y].map(|number| (number * scale).round() as i32);
        (left + half + steps[0], top + half - steps[1])
    };
    text(
        area,
        "codes of two numbers",
        (left + half, 16),
        15,
        ink::INK,
    )?;
    frame(area, CORNER, (SIDE, SIDE), ink::GRID, 1)?;
    let inside = |(x, y): (i32, i32)| {
        (left + 4..left + SIDE - 4).contains(&x) && (top + 4..top + SIDE - 4).contains(&y)
    };
    for (code, &digit) in codes.chunks_exact(2).zip(digits) {
        let at = place(code[0], code[1]);
        if inside(at) {
            let hue = ink::hue(digit as usize % 6).mix(0.75);
            // Ten digits and six hues: the second round is drawn as squares.
            if digit < 6 {
                area.draw(&Circle::new(at, 2, hue.filled()))?;
            } else {
                let corners = [(at.0 - 2, at.1 - 2), (at.0 + 2, at.1 + 2)];
                area.draw(&Rectangle::new(corners, hue.filled()))?;
            }
        }
    }
    for digit in 0..10 {
        let of = || {
            codes
                .chunks_exact(2)
                .zip(digits)
                .filter(|(_, d)| **d == digit)
        };
        let middle = |axis: usize| median(of().map(|(code, _)| f64::from(code[axis])));
        if let Some((x, y)) = middle(0).zip(middle(1)) {
            let at = place(x as f32, y as f32);
            if inside(at) {
                text(area, &digit.to_string(), at, 24, ink::INK)?;
            }
        }
    }
    let circle = (0..=90).map(|i| {
        let angle = i as f32 / 90.0 * std::f32::consts::TAU;
        place(CIRCLE * angle.cos(), CIRCLE * angle.sin())
    });
    let circle: Vec<_> = circle.collect();
    area.draw(&PathElement::new(circle, ink::MUTED.stroke_width(1)))?;
    Ok(())
}
