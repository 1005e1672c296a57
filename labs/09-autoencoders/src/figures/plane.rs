//! Codes of two numbers as a map: a dot a picture, a hue a digit.

use labkit::draw::{frame, text};
use labkit::{Area, Result, ink};
use plotters::prelude::*;

/// One map: what it is called, the codes as pairs, the digit of each, and how far from 0 it reaches.
pub struct Map<'a> {
    /// Above it.
    pub title: String,
    /// `[N, 2]`, row by row.
    pub codes: &'a [f32],
    /// The digit of each.
    pub digits: &'a [u32],
    /// The middle of the map.
    pub middle: (f32, f32),
    /// From the middle to an edge.
    pub reach: f32,
    /// A circle of this radius around 0 is drawn.
    pub circle: Option<f32>,
}

/// The side of a map.
const SIDE: i32 = 330;

/// The maps beside one another.
pub fn draw(area: &Area<'_>, maps: &[Map<'_>]) -> Result<()> {
    for (i, map) in maps.iter().enumerate() {
        panel(area, 12 + i as i32 * (SIDE + 26), map)?;
    }
    Ok(())
}

fn panel(area: &Area<'_>, left: i32, map: &Map<'_>) -> Result<()> {
    let top = 34;
    let (half, scale) = (SIDE / 2, SIDE as f32 / 2.0 / map.reach);
    let place = |x: f32, y: f32| {
        (
            left + half + ((x - map.middle.0) * scale).round() as i32,
            top + half - ((y - map.middle.1) * scale).round() as i32,
        )
    };
    text(area, &map.title, (left + half, 16), 15, ink::INK)?;
    frame(area, (left, top), (SIDE, SIDE), ink::GRID, 1)?;
    let inside = |(x, y): (i32, i32)| {
        (left + 4..left + SIDE - 4).contains(&x) && (top + 4..top + SIDE - 4).contains(&y)
    };
    for (code, &digit) in map.codes.chunks_exact(2).zip(map.digits) {
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
        let of_digit = map.codes.chunks_exact(2).zip(map.digits);
        let codes: Vec<&[f32]> = of_digit
            .filter(|(_, d)| **d == digit)
            .map(|(c, _)| c)
            .collect();
        if let Some((x, y)) = middle(&codes) {
            let at = place(x, y);
            if inside(at) {
                text(area, &digit.to_string(), at, 24, ink::INK)?;
            }
        }
    }
    if let Some(radius) = map.circle {
        let points = (0..=90).map(|i| {
            let angle = i as f32 / 90.0 * std::f32::consts::TAU;
            place(radius * angle.cos(), radius * angle.sin())
        });
        let line: Vec<_> = points.filter(|at| inside(*at)).collect();
        area.draw(&PathElement::new(line, ink::MUTED.stroke_width(1)))?;
    }
    Ok(())
}

/// The median of each coordinate: a few strays do not move it.
fn middle(codes: &[&[f32]]) -> Option<(f32, f32)> {
    let median = |j: usize| {
        let mut values: Vec<f32> = codes.iter().map(|c| c[j]).collect();
        values.sort_by(f32::total_cmp);
        values.get(values.len() / 2).copied()
    };
    Some((median(0)?, median(1)?))
}
