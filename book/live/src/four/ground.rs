//! The ground that the walks of this chapter go over: a heat map of a loss, with level lines.

use crate::{Picture, Plot, Scale};
use lab04::bowl::Point;
use lab04::contour::{Grid, simplify};
use labkit::numerals::{num, scientific};
use std::ops::Range;

/// The map's cells in each direction.
const CELLS: usize = 56;
/// What is added to a loss before its logarithm is taken: below this all is one colour.
const FLOOR: f64 = 1e-2;

/// A loss over a rectangle, computed once.
pub struct Ground {
    x: Range<f64>,
    y: Range<f64>,
    heat: Vec<f32>,
    levels: Vec<Vec<Point>>,
}

impl Ground {
    pub fn new(loss: impl Fn(Point) -> f64, x: Range<f64>, y: Range<f64>) -> Self {
        let between = |range: &Range<f64>, cell: usize| {
            range.start + (range.end - range.start) * (cell as f64 + 0.5) / CELLS as f64
        };
        let heat = (0..CELLS * CELLS).map(|cell| {
            let at = [
                between(&x, cell % CELLS),
                between(&y, CELLS - 1 - cell / CELLS),
            ];
            ((loss(at) + FLOOR) / FLOOR).log10() as f32
        });
        let heat = heat.collect();
        let grid = Grid::sample(|p, q| loss([p, q]), x.clone(), y.clone(), CELLS);
        let fine = (x.end - x.start) / 1000.0;
        let levels = (-3..=5).flat_map(|power| grid.level(4f64.powi(power)));
        let levels = levels.map(|line| {
            let line = simplify(&line, fine);
            line.into_iter().map(|(p, q)| [p, q]).collect()
        });
        Ground {
            heat,
            levels: levels.collect(),
            x,
            y,
        }
    }

    /// A panel with the ground and nothing on it yet.
    pub fn plot(&self, title: &str, [across, up]: [&str; 2]) -> Plot {
        let inside = |range: &Range<f64>| range.start..=range.end;
        let most = self.heat.iter().copied().fold(1.0, f32::max);
        let heat = Picture::new([CELLS, CELLS], self.heat.clone(), Scale::Heat(most));
        let plot = Plot::new(
            "map",
            title,
            [360.0, 330.0],
            (inside(&self.x), across),
            (inside(&self.y), up),
        );
        let plot = plot.picture(heat.smooth());
        let line = |plot: Plot, line: &Vec<Point>| plot.line(line.iter().copied(), "white thin");
        self.levels.iter().fold(plot, line)
    }
}

/// A loss for a panel whose axis is its logarithm. What is 0, or no number, is nowhere.
pub fn log10(loss: f64) -> f64 {
    if loss > 0.0 { loss.log10() } else { f64::NAN }
}

/// A number with four decimals, or as a power of ten where these would say little.
pub fn short(number: f64) -> String {
    if number == 0.0 || (1e-3..1e5).contains(&number.abs()) {
        num(number, 4)
    } else {
        scientific(number, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_size_are_short() {
        let texts = [0.0, -12.5, 3.21e-7, 1e12, f64::INFINITY].map(short);
        let known = ["0.0000", "−12.5000", "3.2·10⁻⁷", "10¹²", "∞"];
        assert_eq!(texts, known);
    }

    #[test]
    fn the_darkest_cell_is_where_the_loss_is_smallest() {
        let ground = Ground::new(
            |[p, q]| (p - 1.0).powi(2) + (q + 2.0).powi(2),
            -3.0..3.0,
            -3.0..3.0,
        );
        let darkest =
            (0..ground.heat.len()).min_by(|&a, &b| ground.heat[a].total_cmp(&ground.heat[b]));
        let (column, row) = darkest.map(|cell| (cell % CELLS, cell / CELLS)).unwrap();
        assert_eq!((column * 6 / CELLS, row * 6 / CELLS), (3, 4));
    }
}
