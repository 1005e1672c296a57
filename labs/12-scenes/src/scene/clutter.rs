//! What is no digit: strokes, and bits of digits.

use super::SIDE;
use super::glyph::Glyph;
use nabla::Rng;
use rand::RngExt;
use std::f32::consts::TAU;

/// Rows and columns of a bit.
const BIT: usize = 7;

/// Adds a stroke: a short bent line, about 1½ pixels thick.
pub fn stroke(canvas: &mut [f32], ink: f32, rng: &mut Rng) {
    let mut anywhere = || rng.random_range(0.0..SIDE as f32);
    let (mut x, mut y) = (anywhere(), anywhere());
    let (mut angle, bend) = (rng.random_range(0.0..TAU), rng.random_range(-0.25..0.25));
    for _ in 0..rng.random_range(4..10) {
        dot(canvas, SIDE, (x, y), 1.5, ink);
        x += angle.cos();
        y += angle.sin();
        angle += bend;
    }
}

/// Ink that falls off from a point, and ends `reach` pixels away from it, in a picture of `side` columns.
pub fn dot(canvas: &mut [f32], side: usize, (x, y): (f32, f32), reach: f32, ink: f32) {
    for row in (y - reach).ceil() as i32..=(y + reach).floor() as i32 {
        for column in (x - reach).ceil() as i32..=(x + reach).floor() as i32 {
            let inside = |i: i32| (0..side as i32).contains(&i);
            if inside(row) && inside(column) {
                let away = (x - column as f32).hypot(y - row as f32);
                let place = &mut canvas[row as usize * side + column as usize];
                *place = place.max(ink * (reach - away).clamp(0.0, 1.0));
            }
        }
    }
}

/// Adds a bit: 7 × 7 pixels out of a digit.
pub fn bit(canvas: &mut [f32], glyph: &Glyph, ink: f32, rng: &mut Rng) {
    let mut corner = |long: usize| rng.random_range(0..=long.saturating_sub(BIT));
    let (top, left) = (corner(glyph.height), corner(glyph.width));
    let (y, x) = (corner(SIDE), corner(SIDE));
    for row in 0..BIT.min(glyph.height) {
        for column in 0..BIT.min(glyph.width) {
            let place = &mut canvas[(y + row) * SIDE + x + column];
            *place = place.max(ink * glyph.ink[(top + row) * glyph.width + left + column]);
        }
    }
}
