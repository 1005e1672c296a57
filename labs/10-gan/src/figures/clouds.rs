//! Points on the ring.

use super::text;
use lab10::ring::{MODES, NEAR, centre};
use labkit::{Area, Result, ink};
use plotters::prelude::*;

/// Half of the width of the world that is shown.
const HALF: f32 = 2.9;

/// A panel: what stands above it, and points `[x, y]`.
pub type Panel = (String, Vec<[f32; 2]>);

/// Panels side by side, `columns` in a row, each with the eight clouds as circles of three standard deviations.
pub fn draw(area: &Area<'_>, panels: &[Panel], columns: usize, side: i32) -> Result<()> {
    for (i, (title, points)) in panels.iter().enumerate() {
        let left = 10 + (side + 16) * (i % columns) as i32;
        let top = 30 + (side + 38) * (i / columns) as i32;
        let scale = |v: f32| (v / HALF * side as f32 / 2.0).round() as i32;
        let at = |[x, y]: [f32; 2]| (left + side / 2 + scale(x), top + side / 2 - scale(y));
        text(area, title, (left + side / 2, top - 14), 14, ink::INK)?;
        labkit::draw::frame(area, (left, top), (side, side), ink::GRID, 1)?;
        for k in 0..MODES {
            let ring = Circle::new(at(centre(k)), scale(NEAR), ink::GREEN.stroke_width(2));
            area.draw(&ring)?;
        }
        let inside = |p: &&[f32; 2]| p[0].abs() < HALF && p[1].abs() < HALF;
        for point in points.iter().filter(inside) {
            area.draw(&Circle::new(at(*point), 2, ink::ORANGE.filled()))?;
        }
    }
    Ok(())
}
