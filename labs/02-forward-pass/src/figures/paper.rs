//! Squared paper on its way through one layer, in four pictures.

use lab02::plane::{BIAS, Point, WEIGHT, multiply, shift, squared_paper, warp};
use labkit::{Result, ink};
use plotters::prelude::*;

use super::{Area, plane, stroke};

/// The size of the whole figure in pixels.
pub const SIZE: (u32, u32) = (720, 750);

const REACH: f64 = 2.1;

/// Before, after the matrix, after the bias, after tanh.
pub fn draw(area: &Area) -> Result<()> {
    let matrix = |p: Point| multiply(&WEIGHT, p);
    let bias = move |p: Point| shift(matrix(p), BIAS);
    let steps: [(&str, &dyn Fn(Point) -> Point); 4] = [
        ("1  squared paper:  x", &|p| p),
        ("2  skewed, turned, stretched:  W·x", &matrix),
        ("3  moved:  W·x + b", &bias),
        ("4  warped:  tanh(W·x + b)", &|p| warp(bias(p))),
    ];
    for (cell, (title, step)) in area.split_evenly((2, 2)).iter().zip(steps) {
        let mut plane = plane(cell, title, REACH)?;
        let moved = |line: &Vec<Point>| {
            line.iter()
                .map(|&p| step(p).into())
                .collect::<Vec<(f64, f64)>>()
        };
        let lines = squared_paper(9);
        for (i, line) in lines.iter().enumerate() {
            let colour = if i < lines.len() / 2 {
                ink::BLUE
            } else {
                ink::ORANGE
            };
            plane.draw_series(LineSeries::new(moved(line), stroke(colour, 1.2)))?;
        }
        // A letter shows at a glance what has been turned, stretched or bent.
        for part in letter() {
            plane.draw_series(LineSeries::new(moved(&part), stroke(ink::INK, 4.5)))?;
        }
    }
    Ok(())
}

/// The strokes of a capital F in the upper left quarter of the paper, as chains of points so that they can bend.
fn letter() -> [Vec<Point>; 3] {
    let part = |from: Point, to: Point| {
        let between = |t: f64| {
            [
                from[0] + t * (to[0] - from[0]),
                from[1] + t * (to[1] - from[1]),
            ]
        };
        (0..=12).map(|i| between(f64::from(i) / 12.0)).collect()
    };
    [
        part([-0.75, 0.15], [-0.75, 0.85]),
        part([-0.75, 0.85], [-0.25, 0.85]),
        part([-0.75, 0.5], [-0.4, 0.5]),
    ]
}
