//! A filter that slides over a picture.

/// Numbers in rows: a picture, a filter, or what a filter makes of a picture.
pub type Grid = Vec<Vec<f64>>;

/// `[rows, columns]` of a grid.
pub fn shape(grid: &[Vec<f64>]) -> [usize; 2] {
    [grid.len(), grid.first().map_or(0, Vec::len)]
}

/// A grid of zeros.
pub fn zeros([rows, columns]: [usize; 2]) -> Grid {
    vec![vec![0.0; columns]; rows]
}

// ANCHOR: at
/// What the filter answers where its upper left corner lies on `(row, column)`:
/// each of its numbers times the pixel below, all added up.
pub fn at(image: &[Vec<f64>], filter: &[Vec<f64>], (row, column): (usize, usize)) -> f64 {
    let mut sum = 0.0;
    for (i, weights) in filter.iter().enumerate() {
        for (j, weight) in weights.iter().enumerate() {
            sum += weight * image[row + i][column + j];
        }
    }
    sum
}
// ANCHOR_END: at

// ANCHOR: slide
/// The answers at every place where the filter fits: `[H − KH + 1, W − KW +
/// 1]`.
///
/// # Panics
/// If the filter is larger than the picture.
pub fn slide(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Grid {
    let ([h, w], [kh, kw]) = (shape(image), shape(filter));
    assert!(
        kh <= h && kw <= w,
        "a filter of {kh} × {kw} does not fit into a picture of {h} × {w}"
    );
    let row = |r| (0..=w - kw).map(|c| at(image, filter, (r, c))).collect();
    (0..=h - kh).map(row).collect()
}
// ANCHOR_END: slide

// ANCHOR: flip
/// Turned by half a circle: the last number comes first.
pub fn flip(filter: &[Vec<f64>]) -> Grid {
    let backwards = |row: &Vec<f64>| row.iter().rev().copied().collect();
    filter.iter().rev().map(backwards).collect()
}

/// What mathematics calls convolution: the filter is turned before it slides.
pub fn true_convolution(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Grid {
    slide(image, &flip(filter))
}
// ANCHOR_END: flip
