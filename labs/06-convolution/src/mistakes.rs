//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

mod pools;

use crate::backward;
use crate::filter::{Grid, flip, shape, slide, true_convolution, zeros};
use crate::solutions;

pub use pools::*;

/// Forgets that the first place counts.
pub fn size_without_the_first(w: usize, f: usize, p: usize, s: usize) -> usize {
    solutions::output_size(w, f, p, s) - 1
}

/// Adds the padding once.
pub fn size_padded_once(w: usize, f: usize, p: usize, s: usize) -> usize {
    (w + p - f) / s + 1
}

/// Rounds up: counts a window that sticks out.
pub fn size_rounded_up(w: usize, f: usize, p: usize, s: usize) -> usize {
    (w + 2 * p - f).div_ceil(s) + 1
}

/// Divides before the window is taken away.
pub fn size_divided_first(w: usize, f: usize, p: usize, s: usize) -> usize {
    ((w + 2 * p) / s + 1).saturating_sub(f)
}

/// Believes the slide.
pub fn seven_as_printed() -> [usize; 2] {
    [3, 5]
}

/// Rows and columns exchanged.
pub fn seven_turned() -> [usize; 2] {
    [4, 3]
}

/// As large as the picture.
pub fn seven_same() -> [usize; 2] {
    [5, 6]
}

/// Forgets the + 1.
pub fn seven_without_the_first() -> [usize; 2] {
    [2, 3]
}

/// Turns the filter first.
pub fn convolve_turned(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Grid {
    true_convolution(image, filter)
}

/// Rows and columns of the filter exchanged.
pub fn convolve_transposed(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Grid {
    let [h, w] = shape(filter);
    let [rows, columns] = shape(image);
    let mut answers = zeros([rows + 1 - h, columns + 1 - w]);
    for (r, row) in answers.iter_mut().enumerate() {
        for (c, answer) in row.iter_mut().enumerate() {
            for i in 0..h {
                for j in 0..w {
                    // Where the filter is not square there is no such number; there it is taken as 0.
                    let weight = filter.get(j).and_then(|row| row.get(i)).unwrap_or(&0.0);
                    *answer += weight * image[r + i][c + j];
                }
            }
        }
    }
    answers
}

/// Keeps the last product only.
pub fn convolve_overwritten(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Grid {
    let [h, w] = shape(filter);
    let mut corner = zeros([h, w]);
    corner[h - 1][w - 1] = filter[h - 1][w - 1];
    slide(image, &corner)
}

/// Moves on by a whole filter.
pub fn convolve_in_tiles(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Grid {
    let [h, w] = shape(filter);
    let rows = slide(image, filter).into_iter().step_by(h);
    rows.map(|row| row.into_iter().step_by(w).collect())
        .collect()
}

/// Zeros around, so that the output is as large as the picture.
pub fn convolve_same(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Grid {
    let ([h, w], [kh, kw]) = (shape(image), shape(filter));
    let mut padded = zeros([h + kh - 1, w + kw - 1]);
    for (r, row) in image.iter().enumerate() {
        padded[r + (kh - 1) / 2][(kw - 1) / 2..][..w].copy_from_slice(row);
    }
    slide(&padded, filter)
}

/// Leaves out the last place along each axis.
pub fn convolve_short(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Grid {
    let mut answers = slide(image, filter);
    answers.pop();
    answers.iter_mut().for_each(|row| {
        row.pop();
    });
    answers
}

/// Goes on over the end, where zeros are.
pub fn convolve_over_the_end(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Grid {
    let ([h, w], [kh, kw]) = (shape(image), shape(filter));
    let mut padded = zeros([h + kh - 1, w + kw - 1]);
    for (wide, row) in padded.iter_mut().zip(image) {
        wide[..w].copy_from_slice(row);
    }
    slide(&padded, filter)
}

/// Divides by the size of the filter.
pub fn convolve_averaged(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Grid {
    let [h, w] = shape(filter);
    let scaled: Grid = filter
        .iter()
        .map(|row| row.iter().map(|weight| weight / (h * w) as f64).collect())
        .collect();
    slide(image, &scaled)
}

/// The sum of the filter times the sum of the pixels.
pub fn convolve_of_sums(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Grid {
    let sum: f64 = filter.iter().flatten().sum();
    let all_alike: Grid = filter.iter().map(|row| vec![sum; row.len()]).collect();
    slide(image, &all_alike)
}

/// Counts rows and columns from 1.
pub fn volume_from_one() -> Vec<(usize, usize, f64)> {
    vec![(2, 1, 9.0), (3, 1, 5.0)]
}

/// Finds the places and returns what is printed there.
pub fn volume_as_printed() -> Vec<(usize, usize, f64)> {
    vec![(1, 0, 7.0), (2, 0, 3.0)]
}

/// Adds the bias of the first filter.
pub fn volume_with_the_other_bias() -> Vec<(usize, usize, f64)> {
    vec![(1, 0, 10.0), (2, 0, 6.0)]
}

/// Columns before rows.
pub fn volume_turned() -> Vec<(usize, usize, f64)> {
    vec![(0, 1, 9.0), (0, 2, 5.0)]
}

/// The first channel alone.
pub fn volume_first_channel() -> Vec<(usize, usize, f64)> {
    vec![(1, 0, 8.0), (2, 0, 3.0)]
}

/// Pooling takes care of every shift.
pub fn unmoved_always() -> [f64; 3] {
    [1.0, 1.0, 1.0]
}

/// A second pooling is a second chance to be noticed.
pub fn unmoved_twice_as_frail() -> [f64; 3] {
    [0.5, 0.25, 0.25]
}

/// Down and right no worse than right.
pub fn unmoved_diagonally() -> [f64; 3] {
    [0.5, 0.75, 0.5]
}

/// One place of the four in a window.
pub fn unmoved_one_of_four() -> [f64; 3] {
    [0.25, 0.0625, 0.25]
}

/// A convolution learns as if the picture had one channel, always.
pub fn parameters_of_flat_filters(side: usize, filters: &[usize], dense: usize) -> usize {
    let channels = [1].iter().chain(filters).zip(filters);
    let missing: usize = channels
        .map(|(channels, filters)| 9 * (channels - 1) * filters)
        .sum();
    solutions::network_parameters(side, filters, dense) - missing
}

/// No biases anywhere.
pub fn parameters_without_biases(side: usize, filters: &[usize], dense: usize) -> usize {
    let biases = filters.iter().sum::<usize>() + dense + 10;
    solutions::network_parameters(side, filters, dense) - biases
}

/// Everything is listed before it is pooled.
pub fn parameters_without_pooling(side: usize, filters: &[usize], dense: usize) -> usize {
    let (large, channels) = (side - 2 * filters.len(), filters[filters.len() - 1]);
    let small = large / 2;
    let more = (large * large - small * small) * channels * dense;
    solutions::network_parameters(side, filters, dense) + more
}

/// The convolutions leave the size of the picture alone.
pub fn parameters_same(side: usize, filters: &[usize], dense: usize) -> usize {
    let channels = filters[filters.len() - 1];
    let (small, wrong) = ((side - 2 * filters.len()) / 2, side / 2);
    let more = (wrong * wrong - small * small) * channels * dense;
    solutions::network_parameters(side, filters, dense) + more
}

/// Rounds the pooled side up.
pub fn parameters_rounded_up(side: usize, filters: &[usize], dense: usize) -> usize {
    let (large, channels) = (side - 2 * filters.len(), filters[filters.len() - 1]);
    let (right, up) = (large / 2, large.div_ceil(2));
    let more = (up * up - right * right) * channels * dense;
    solutions::network_parameters(side, filters, dense) + more
}

/// Pools behind every convolution.
pub fn parameters_pooled_each_time(side: usize, filters: &[usize], dense: usize) -> usize {
    let channels = filters[filters.len() - 1];
    let right = (side - 2 * filters.len()) / 2;
    let pooled = filters
        .iter()
        .fold(side, |side, _| side.saturating_sub(2) / 2);
    solutions::network_parameters(side, filters, dense) - right * right * channels * dense
        + pooled * pooled * channels * dense
}

/// The first part of x, as large as dy, times dy.
pub fn weights_as_large_as_dy(x: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    let rows = dy.iter().zip(x);
    rows.map(|(dy, x)| dy.iter().zip(x).map(|(dy, x)| dy * x).collect())
        .collect()
}

/// Every place counts alike.
pub fn weights_without_dy(x: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    let ones: Grid = dy.iter().map(|row| vec![1.0; row.len()]).collect();
    solutions::weight_gradient(x, &ones)
}

/// Rows and columns of the filter exchanged.
pub fn input_exchanged(filter: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    let [h, w] = shape(filter);
    let turned: Grid = (0..w)
        .map(|j| (0..h).map(|i| filter[i][j]).collect())
        .collect();
    solutions::input_gradient(&turned, dy)
}

/// Every place counts alike.
pub fn input_without_dy(filter: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    let ones: Grid = dy.iter().map(|row| vec![1.0; row.len()]).collect();
    solutions::input_gradient(filter, &ones)
}

/// The last place wins.
pub fn weights_overwritten(x: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    backward::weight_gradient_overwritten(x, dy)
}

/// dy turned before it slides.
pub fn weights_turned(x: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    true_convolution(x, dy)
}

/// The mean over the places.
pub fn weights_averaged(x: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    let [h, w] = shape(dy);
    let mut dk = solutions::weight_gradient(x, dy);
    for dk in dk.iter_mut().flatten() {
        *dk /= (h * w) as f64;
    }
    dk
}

/// The output turned.
pub fn weights_turned_after(x: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    flip(&solutions::weight_gradient(x, dy))
}

/// A full convolution with the filter as it stands.
pub fn input_not_turned(filter: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    solutions::input_gradient(&flip(filter), dy)
}

/// Where windows overlap, the last one wins.
pub fn input_overwritten(filter: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    let ([kh, kw], [h, w]) = (shape(filter), shape(dy));
    let mut dx = zeros([h + kh - 1, w + kw - 1]);
    for (r, row) in dy.iter().enumerate() {
        for (c, dy) in row.iter().enumerate() {
            for (i, weights) in filter.iter().enumerate() {
                for (j, weight) in weights.iter().enumerate() {
                    dx[r + i][c + j] = dy * weight;
                }
            }
        }
    }
    dx
}

/// As large as y: what lies under the margin is forgotten.
pub fn input_too_small(filter: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    let [h, w] = shape(dy);
    let whole = solutions::input_gradient(filter, dy);
    whole[..h].iter().map(|row| row[..w].to_vec()).collect()
}

/// The parts of a pixel averaged.
pub fn input_averaged(filter: &[Vec<f64>], dy: &[Vec<f64>]) -> Grid {
    let ones =
        |grid: &[Vec<f64>]| -> Grid { grid.iter().map(|row| vec![1.0; row.len()]).collect() };
    let parts = solutions::input_gradient(&ones(filter), &ones(dy));
    let mut dx = solutions::input_gradient(filter, dy);
    for (dx, parts) in dx.iter_mut().flatten().zip(parts.iter().flatten()) {
        *dx /= parts;
    }
    dx
}
