//! Value iteration: Bellman (1957).

use super::grid::Grid;

/// The best action, and its value: from the outcomes of each action, `[probability, reward, value of where it leads]`, and
/// the discount.
pub type Backup = fn(&[Vec<[f64; 3]>], f64) -> (usize, f64);

// ANCHOR: sweep
/// What lies before each of the four actions, if the cells have these values.
pub fn outlook(grid: &Grid, values: &[f64], from: usize) -> [Vec<[f64; 3]>; 4] {
    let seen = |(p, to): (f64, usize)| [p, grid.reward(to), values[to]];
    [0, 1, 2, 3].map(|action| grid.outcomes(from, action).map(seen).to_vec())
}

/// One sweep: every cell gets the value of its best action, seen with the values before the sweep. Ends keep 0: their reward
/// is paid on the way in.
pub fn sweep(grid: &Grid, values: &[f64], discount: f64, backup: Backup) -> Vec<f64> {
    let mut new = values.to_vec();
    for at in grid.free() {
        new[at] = backup(&outlook(grid, values, at), discount).1;
    }
    new
}
// ANCHOR_END: sweep

/// The values that no sweep changes any more: after 2,000 of them a discount of 0.98 leaves 10⁻¹⁷ of the first error.
pub fn settled(grid: &Grid, discount: f64, backup: Backup) -> Vec<f64> {
    let first = vec![0.0; grid.cells.len()];
    (0..2000).fold(first, |values, _| sweep(grid, &values, discount, backup))
}

/// The best action in each cell.
pub fn arrows(grid: &Grid, values: &[f64], discount: f64, backup: Backup) -> Vec<usize> {
    let best = |at| backup(&outlook(grid, values, at), discount).0;
    (0..values.len()).map(best).collect()
}

/// The largest difference of two tables.
pub fn farthest(a: &[f64], b: &[f64]) -> f64 {
    let apart = a.iter().zip(b).map(|(a, b)| (a - b).abs());
    apart.fold(0.0, f64::max)
}
