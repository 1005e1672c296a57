//! Pictures moved about.

use crate::filter::zeros;
use crate::network::IMAGE;
use crate::pooling::{Pool, pool};
use nabla::Tensor;
use trainer::Examples;

/// The four directions, as rows down and columns to the right.
pub const DIRECTIONS: [(isize, isize); 4] = [(0, 1), (1, 0), (0, -1), (-1, 0)];

/// Every picture moved by so many rows and columns. What leaves the picture is lost; what comes
/// in is empty page.
pub fn shifted(examples: &Examples, (down, right): (isize, isize)) -> Examples {
    let [height, width, _] = IMAGE;
    let mut moved = vec![0.0; examples.images.len()];
    let before = examples.images.data().chunks_exact(height * width);
    for (to, from) in moved.chunks_exact_mut(height * width).zip(before) {
        for row in 0..height {
            let Some(source) = row.checked_add_signed(-down).filter(|&r| r < height) else {
                continue;
            };
            for column in 0..width {
                if let Some(c) = column.checked_add_signed(-right).filter(|&c| c < width) {
                    to[row * width + column] = from[source * width + c];
                }
            }
        }
    }
    Examples {
        images: Tensor::from_vec(moved, examples.images.shape()),
        labels: examples.labels.clone(),
    }
}

/// The accuracy after moving all pictures by 0, 1, … up to `most` pixels, the mean over the
/// four directions. `read` gives the fraction of examples read right.
pub fn by_shift(
    examples: &Examples,
    most: usize,
    mut read: impl FnMut(&Examples) -> f64,
) -> Vec<(f64, f64)> {
    let mut mean = |pixels: isize| -> f64 {
        let moved =
            DIRECTIONS.map(|(down, right)| shifted(examples, (down * pixels, right * pixels)));
        moved.iter().map(&mut read).sum::<f64>() / 4.0
    };
    (0..=most)
        .map(|pixels| (pixels as f64, mean(pixels as isize)))
        .collect()
}

/// Every picture with its pixels in another order, the same for all.
pub fn shuffled(examples: &Examples, seed: u64) -> Examples {
    let [height, width, _] = IMAGE;
    let mut batches = datasets::Batches::new(height * width, height * width, seed);
    let order: Vec<usize> = batches.epoch().flatten().copied().collect();
    let pictures = examples.images.data().chunks_exact(height * width);
    let mixed = pictures.flat_map(|picture| order.iter().map(|&from| picture[from]));
    Examples {
        images: Tensor::from_vec(mixed.collect(), examples.images.shape()),
        labels: examples.labels.clone(),
    }
}

/// The share of the places of a bright pixel at which so many poolings by windows of `side` × `side`, which lie side by
/// side, do not notice its step.
pub fn share_unmoved((down, right): (usize, usize), side: usize, times: u32) -> f64 {
    // So many places until all is as it was.
    let period = side.pow(times);
    let pooled = |row: usize, column: usize| {
        let mut picture = zeros([3 * period; 2]);
        picture[row][column] = 1.0;
        (0..times).fold(picture, |picture, _| pool(&picture, side, side, Pool::Max))
    };
    let places = (0..period * period).map(|i| (i / period, i % period));
    let same = places.filter(|&(r, c)| pooled(r, c) == pooled(r + down, c + right));
    same.count() as f64 / (period * period) as f64
}
