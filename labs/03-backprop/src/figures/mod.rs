//! The drawings of this lesson, one file for each subject.

pub mod graph;
pub mod net;
pub mod shapes;
pub mod surface;
pub mod tape;
pub mod terrain;

pub use labkit::Area;
pub use labkit::draw::{At, arrow, card, disc, line, text};

use labkit::Result;
use plotters::prelude::*;

/// Fills a square of the plane, from `low` to `high` in both directions, with the colour of each place: runs of a coarse
/// grid, merged where the colour stays, so that the file stays small. `place` maps the plane to pixels.
pub fn heat(
    area: &Area<'_>,
    (low, high): (f64, f64),
    cells: usize,
    place: impl Fn([f64; 2]) -> At,
    colour: impl Fn([f64; 2]) -> RGBAColor,
) -> Result<()> {
    let edge = |i: usize| low + (high - low) * i as f64 / cells as f64;
    let middle = |i: usize| 0.5 * (edge(i) + edge(i + 1));
    for row in 0..cells {
        let colours: Vec<RGBAColor> = (0..cells)
            .map(|i| colour([middle(i), middle(row)]))
            .collect();
        let mut start = 0;
        for run in colours.chunk_by(|a, b| a == b) {
            let end = start + run.len();
            let corners = [
                place([edge(start), edge(row + 1)]),
                place([edge(end), edge(row)]),
            ];
            area.draw(&Rectangle::new(corners, run[0].filled()))?;
            start = end;
        }
    }
    Ok(())
}
