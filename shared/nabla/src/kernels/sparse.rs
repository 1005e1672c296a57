//! A matrix of few entries times a dense one: y_i = Σ over the entries (j, a) of row i of a · x_j.

use super::threads::{for_each_chunk, rows_in_chunk};
use crate::sparse::Rows;

// ANCHOR: multiply
/// `y = a·x`, where rows of x and y have `width` numbers. Each row of y is added up by one thread, in the order of its
/// entries.
///
/// # Panics
/// If y has another number of rows than a.
pub fn multiply(a: &Rows, x: &[f32], y: &mut [f32], width: usize) {
    if width == 0 {
        return;
    }
    assert!(y.len() == a.count() * width);
    // Chunks of equal work, on the average.
    let work = a.values.len().div_ceil(a.count().max(1)).max(1) * width;
    for_each_chunk([y], rows_in_chunk(work) * width, |start, [y]| {
        for (i, y) in (start / width..).zip(y.chunks_exact_mut(width)) {
            let range = a.starts[i] as usize..a.starts[i + 1] as usize;
            y.fill(0.0);
            for (&j, &value) in a.columns[range.clone()].iter().zip(&a.values[range]) {
                let x = &x[j as usize * width..][..width];
                y.iter_mut().zip(x).for_each(|(y, x)| *y += value * x);
            }
        }
    });
}
// ANCHOR_END: multiply
