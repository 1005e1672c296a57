//! Maps of digits side by side, a colour a class.

use super::{At, median};
use labkit::draw::{frame, text};
use labkit::{Area, Result, ink};
use nalgebra::DMatrix;
use plotters::prelude::*;

/// The side of a map, and the step to the next.
const SIDE: i32 = 330;
const STEP: i32 = 350;
/// So many points of a map are drawn.
const DRAWN: usize = 290;

/// Maps `[N, 2]` under their words, two in a row.
pub fn draw(area: &Area<'_>, maps: &[(&str, DMatrix<f64>)], labels: &[u8]) -> Result<()> {
    for (i, (words, points)) in maps.iter().enumerate() {
        let corner = (
            10 + STEP * (i as i32 % 2),
            30 + (STEP + 20) * (i as i32 / 2),
        );
        text(
            area,
            words,
            (corner.0 + SIDE / 2, corner.1 - 14),
            16,
            ink::INK,
        )?;
        frame(area, corner, (SIDE, SIDE), ink::GRID, 1)?;
        one(area, corner, points, labels)?;
    }
    Ok(())
}

fn one(area: &Area<'_>, corner: At, points: &DMatrix<f64>, labels: &[u8]) -> Result<()> {
    let (low, high) = (ends(points, 0), ends(points, 1));
    let place = |value: f64, (low, high): (f64, f64)| {
        let inner = f64::from(SIDE - 24);
        let fraction = ((value - low) / (high - low).max(1e-12)).clamp(-0.02, 1.02);
        12 + (inner * fraction).round() as i32
    };
    let at = |x: f64, y: f64| (corner.0 + place(x, low), corner.1 + SIDE - place(y, high));
    let step = points.nrows().div_ceil(DRAWN);
    for i in (0..points.nrows()).step_by(step) {
        let colour = ink::hue(usize::from(labels[i]));
        area.draw(&Circle::new(
            at(points[(i, 0)], points[(i, 1)]),
            3,
            colour.mix(0.7).filled(),
        ))?;
    }
    for class in 0..6 {
        let of = |column| points.column(column).into_iter().zip(labels);
        let middle = |column| median(of(column).filter(|(_, l)| **l == class).map(|(x, _)| *x));
        let Some((x, y)) = middle(0).zip(middle(1)) else {
            continue;
        };
        let middle = at(x, y);
        area.draw(&Circle::new(
            middle,
            11,
            ink::hue(usize::from(class)).filled(),
        ))?;
        text(area, &class.to_string(), middle, 15, WHITE)?;
    }
    Ok(())
}

/// The ends of a column without the outermost hundredth on each side: what lies there is drawn on the edge.
fn ends(points: &DMatrix<f64>, column: usize) -> (f64, f64) {
    let mut values: Vec<f64> = points.column(column).iter().copied().collect();
    values.sort_by(f64::total_cmp);
    let out = values.len() / 100;
    (values[out], values[values.len() - 1 - out])
}
