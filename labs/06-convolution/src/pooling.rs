//! Pooling: a window in which one number speaks for all.

use crate::filter::{Grid, shape};

/// Which number speaks for its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pool {
    /// The largest.
    Max,
    /// The mean.
    Average,
    /// The smallest.
    Min,
}

// ANCHOR: pool
/// What becomes of a grid under a window of `size` × `size` that moves by
/// `stride`. Nothing is learned here.
///
/// # Panics
/// If the window is larger than the grid.
pub fn pool(grid: &[Vec<f64>], size: usize, stride: usize, how: Pool) -> Grid {
    let [h, w] = shape(grid);
    assert!(
        size <= h && size <= w,
        "a window of {size} × {size} does not fit into {h} × {w}"
    );
    let one = |r: usize, c: usize| {
        let window = grid[r..r + size]
            .iter()
            .flat_map(|row| row[c..c + size].iter().copied());
        match how {
            Pool::Max => window.fold(f64::NEG_INFINITY, f64::max),
            Pool::Min => window.fold(f64::INFINITY, f64::min),
            Pool::Average => window.sum::<f64>() / (size * size) as f64,
        }
    };
    let row = |r| (0..=w - size).step_by(stride).map(|c| one(r, c)).collect();
    (0..=h - size).step_by(stride).map(row).collect()
}
// ANCHOR_END: pool
