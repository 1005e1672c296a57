//! Level lines of a function of two variables, by marching squares: the maps of the pictures.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A point of the plane.
pub type Xy = (f64, f64);

/// One side of one cell: the node it starts from, and whether it goes up (or else right).
type Side = (usize, usize, bool);

/// A function's values on the nodes of a regular grid.
pub struct Grid {
    values: Vec<f64>,
    cells: usize,
    x: Range<f64>,
    y: Range<f64>,
}

impl Grid {
    /// Evaluates `f` on the (cells + 1)² nodes of the rectangle `x` × `y`.
    pub fn sample(f: impl Fn(f64, f64) -> f64, x: Range<f64>, y: Range<f64>, cells: usize) -> Self {
        let mut grid = Self {
            values: Vec::with_capacity((cells + 1) * (cells + 1)),
            cells,
            x,
            y,
        };
        for j in 0..=cells {
            for i in 0..=cells {
                let (px, py) = grid.node(i, j);
                grid.values.push(f(px, py));
            }
        }
        grid
    }

    fn node(&self, i: usize, j: usize) -> Xy {
        let along =
            |r: &Range<f64>, k: usize| r.start + (r.end - r.start) * k as f64 / self.cells as f64;
        (along(&self.x, i), along(&self.y, j))
    }

    fn value(&self, i: usize, j: usize) -> f64 {
        self.values[j * (self.cells + 1) + i]
    }

    /// The lines along which the function equals `level`, each a list of points.
    pub fn level(&self, level: f64) -> Vec<Vec<Xy>> {
        let mut neighbours: BTreeMap<Side, Vec<Side>> = BTreeMap::new();
        for j in 0..self.cells {
            for i in 0..self.cells {
                for pair in self.crossed(i, j, level).chunks_exact(2) {
                    neighbours.entry(pair[0]).or_default().push(pair[1]);
                    neighbours.entry(pair[1]).or_default().push(pair[0]);
                }
            }
        }
        let mut seen = BTreeSet::new();
        let mut lines = Vec::new();
        // Open lines first, from an end; what is left afterwards are closed rings.
        for ends in [true, false] {
            for (&side, next) in &neighbours {
                if !seen.contains(&side) && (next.len() == 1) == ends {
                    lines.push(self.trace(side, &neighbours, &mut seen, level));
                }
            }
        }
        lines
    }

    /// The sides of cell (i, j) that the level crosses, in pairs to be joined: none, two or four.
    fn crossed(&self, i: usize, j: usize, level: f64) -> Vec<Side> {
        let sides = [
            ((i, j, false), (i, j), (i + 1, j)),
            ((i + 1, j, true), (i + 1, j), (i + 1, j + 1)),
            ((i, j + 1, false), (i, j + 1), (i + 1, j + 1)),
            ((i, j, true), (i, j), (i, j + 1)),
        ];
        sides
            .into_iter()
            .filter(|(_, a, b)| (self.value(a.0, a.1) < level) != (self.value(b.0, b.1) < level))
            .map(|(side, _, _)| side)
            .collect()
    }

    fn trace(
        &self,
        first: Side,
        neighbours: &BTreeMap<Side, Vec<Side>>,
        seen: &mut BTreeSet<Side>,
        level: f64,
    ) -> Vec<Xy> {
        let mut line = Vec::new();
        let mut at = Some(first);
        while let Some(side) = at {
            seen.insert(side);
            line.push(self.crossing(side, level));
            at = neighbours[&side]
                .iter()
                .copied()
                .find(|next| !seen.contains(next));
        }
        let closed = line.len() > 2 && neighbours[&first].len() == 2;
        if closed {
            line.push(line[0]);
        }
        line
    }

    /// Where the level crosses a side, by linear interpolation between its two nodes.
    fn crossing(&self, (i, j, up): Side, level: f64) -> Xy {
        let (k, l) = if up { (i, j + 1) } else { (i + 1, j) };
        let (low, high) = (self.value(i, j), self.value(k, l));
        let part = (level - low) / (high - low);
        let ((x0, y0), (x1, y1)) = (self.node(i, j), self.node(k, l));
        (x0 + part * (x1 - x0), y0 + part * (y1 - y0))
    }
}

/// The line with as few of its points as stay within `tolerance` of all the others (Ramer 1972,
/// Douglas and Peucker 1973).
pub fn simplify(line: &[Xy], tolerance: f64) -> Vec<Xy> {
    let (Some(&first), Some(&last)) = (line.first(), line.last()) else {
        return Vec::new();
    };
    let far = (1..line.len().saturating_sub(1))
        .map(|i| (distance(line[i], first, last), i))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match far {
        Some((away, i)) if away > tolerance => {
            let mut kept = simplify(&line[..=i], tolerance);
            kept.pop();
            kept.extend(simplify(&line[i..], tolerance));
            kept
        }
        _ if line.len() == 1 => vec![first],
        _ => vec![first, last],
    }
}

/// How far a point is from the straight line through two others, or from the first if they are one.
fn distance(point: Xy, from: Xy, to: Xy) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (px, py) = (point.0 - from.0, point.1 - from.1);
    let length = dx.hypot(dy);
    if length == 0.0 {
        px.hypot(py)
    } else {
        (dx * py - dy * px).abs() / length
    }
}

#[cfg(test)]
mod tests {
    use super::{Grid, simplify};

    #[test]
    fn only_the_corners_are_kept() {
        let line = [(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (2.0, 1.0), (2.0, 2.0)];
        assert_eq!(simplify(&line, 0.01), [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0)]);
        assert_eq!(simplify(&line, 0.0001).len(), 4);
        assert_eq!(simplify(&line[..1], 0.1), [(0.0, 0.0)]);
    }

    #[test]
    fn a_simplified_ring_stays_a_ring() {
        let grid = Grid::sample(|x, y| x * x + y * y, -2.0..2.0, -2.0..2.0, 80);
        let ring = simplify(&grid.level(1.0)[0], 0.01);
        assert!(ring.len() < 40 && ring.first() == ring.last());
        assert!(ring.iter().all(|(x, y)| (x.hypot(*y) - 1.0).abs() < 3e-3));
    }

    #[test]
    fn a_round_hill_has_round_level_lines() {
        let grid = Grid::sample(|x, y| x * x + y * y, -2.0..2.0, -2.0..2.0, 40);
        let lines = grid.level(1.0);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last(), "the ring is closed");
        for (x, y) in &lines[0] {
            assert!((x.hypot(*y) - 1.0).abs() < 3e-3, "({x}, {y})");
        }
    }

    #[test]
    fn a_slope_has_one_open_line() {
        let lines = Grid::sample(|x, _| x, 0.0..1.0, 0.0..1.0, 7).level(0.3);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].len(), 8);
        assert!(lines[0].iter().all(|(x, _)| (x - 0.3).abs() < 1e-12));
    }
}
