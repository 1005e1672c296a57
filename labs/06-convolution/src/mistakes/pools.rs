//! Of pooling.

use crate::filter::{Grid, shape};
use crate::pooling::{Pool, pool};
use crate::solutions;

/// Begins the search at 0.
pub fn pool_from_zero(image: &[Vec<f64>], size: usize, stride: usize) -> Grid {
    let positive = |x: f64| x.max(0.0);
    let rows = solutions::max_pool(image, size, stride).into_iter();
    rows.map(|row| row.into_iter().map(positive).collect())
        .collect()
}

/// Begins the search at some number.
pub fn pool_from(start: f64, image: &[Vec<f64>], size: usize, stride: usize) -> Grid {
    let rows = solutions::max_pool(image, size, stride).into_iter();
    rows.map(|row| row.into_iter().map(|x| x.max(start)).collect())
        .collect()
}

/// The smallest.
pub fn pool_smallest(image: &[Vec<f64>], size: usize, stride: usize) -> Grid {
    pool(image, size, stride, Pool::Min)
}

/// Looks at every `stride`-th number of a window.
pub fn pool_sparsely(image: &[Vec<f64>], size: usize, stride: usize) -> Grid {
    let largest = |r: usize, c: usize| {
        let rows = image[r..r + size].iter().step_by(stride);
        rows.flat_map(|row| row[c..c + size].iter().step_by(stride))
            .copied()
            .fold(f64::NEG_INFINITY, f64::max)
    };
    let row = |r| {
        let columns = (0..=image[0].len() - size).step_by(stride);
        columns.map(|c| largest(r, c)).collect()
    };
    (0..=image.len() - size).step_by(stride).map(row).collect()
}

/// Moves by the stride along one axis, by one along the other.
pub fn pool_one_axis(down: bool, image: &[Vec<f64>], size: usize, stride: usize) -> Grid {
    let (rows, columns) = if down { (stride, 1) } else { (1, stride) };
    let dense = solutions::max_pool(image, size, 1);
    let thinned = dense.into_iter().step_by(rows);
    thinned
        .map(|row| row.into_iter().step_by(columns).collect())
        .collect()
}

/// Leaves out the last window along each axis, where it ends with the picture.
pub fn pool_short(image: &[Vec<f64>], size: usize, stride: usize) -> Grid {
    let places = |side: usize| (0..side - size).step_by(stride).count();
    let [rows, columns] = shape(image).map(places);
    let all = solutions::max_pool(image, size, stride).into_iter();
    all.take(rows).map(|row| row[..columns].to_vec()).collect()
}

/// Windows side by side, whatever the stride.
pub fn pool_in_tiles(image: &[Vec<f64>], size: usize, _stride: usize) -> Grid {
    solutions::max_pool(image, size, size)
}

/// Always one pixel further.
pub fn pool_at_every_place(image: &[Vec<f64>], size: usize, _stride: usize) -> Grid {
    solutions::max_pool(image, size, 1)
}

/// The mean.
pub fn pool_mean(image: &[Vec<f64>], size: usize, stride: usize) -> Grid {
    pool(image, size, stride, Pool::Average)
}

/// Keeps windows that stick out.
pub fn pool_sticking_out(image: &[Vec<f64>], size: usize, stride: usize) -> Grid {
    let [h, w] = shape(image);
    let most = |size: usize, n: usize| n.saturating_sub(size).div_ceil(stride) * stride + size;
    let mut padded = vec![vec![f64::NEG_INFINITY; most(size, w)]; most(size, h)];
    for (wide, row) in padded.iter_mut().zip(image) {
        wide[..w].copy_from_slice(row);
    }
    solutions::max_pool(&padded, size, stride)
}
