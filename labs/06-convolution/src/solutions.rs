//! The reference answers to [`crate::exercises`]. Try first; a hint costs less than a look in here.

// ANCHOR: output_size
/// The last place is where the window touches the end, w + 2p − f numbers after the first; in steps of s, and one more
/// because the first place counts too.
pub fn output_size(w: usize, f: usize, p: usize, s: usize) -> usize {
    (w + 2 * p - f) / s + 1
}
// ANCHOR_END: output_size

// ANCHOR: size_of_the_seven
/// 5 − 3 + 1 rows, 6 − 3 + 1 columns.
pub fn size_of_the_seven() -> [usize; 2] {
    [output_size(5, 3, 0, 1), output_size(6, 3, 0, 1)]
}
// ANCHOR_END: size_of_the_seven

// ANCHOR: convolve
/// Four loops: two over the places, two over the filter.
pub fn convolve(image: &[Vec<f64>], filter: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let (rows, columns) = (
        image.len() + 1 - filter.len(),
        image[0].len() + 1 - filter[0].len(),
    );
    let mut answers = vec![vec![0.0; columns]; rows];
    for r in 0..rows {
        for c in 0..columns {
            for (i, weights) in filter.iter().enumerate() {
                for (j, weight) in weights.iter().enumerate() {
                    answers[r][c] += weight * image[r + i][c + j];
                }
            }
        }
    }
    answers
}
// ANCHOR_END: convolve

// ANCHOR: wrong_in_the_volume
/// Slice by slice: 8 + 1 + 0 in the second row, 3 + 1 + 1 in the third; the bias is 0.
pub fn wrong_in_the_volume() -> Vec<(usize, usize, f64)> {
    vec![(1, 0, 9.0), (2, 0, 5.0)]
}
// ANCHOR_END: wrong_in_the_volume

// ANCHOR: max_pool
/// The search for the largest begins at −∞: begin it at 0, and negative numbers are lost.
pub fn max_pool(image: &[Vec<f64>], size: usize, stride: usize) -> Vec<Vec<f64>> {
    let largest = |r: usize, c: usize| {
        let rows = &image[r..r + size];
        rows.iter()
            .flat_map(|row| &row[c..c + size])
            .copied()
            .fold(f64::NEG_INFINITY, f64::max)
    };
    let row = |r| {
        let columns = (0..=image[0].len() - size).step_by(stride);
        columns.map(|c| largest(r, c)).collect()
    };
    (0..=image.len() - size).step_by(stride).map(row).collect()
}
// ANCHOR_END: max_pool

// ANCHOR: unmoved
/// A window is two columns wide: from the left one the pixel stays inside, from the right one it leaves. After two poolings a
/// number speaks for four columns, and only the last of them is left. Right *and* down needs both to be
/// the first: ½ · ½.
pub fn unmoved() -> [f64; 3] {
    [0.5, 0.75, 0.25]
}
// ANCHOR_END: unmoved

// ANCHOR: network_parameters
/// Each convolution takes 2 from the side and hands its filters on as channels. Pooling learns nothing, and throws away a last odd
/// row.
pub fn network_parameters(side: usize, filters: &[usize], dense: usize) -> usize {
    let (mut side, mut channels, mut count) = (side, 1, 0);
    for &filters in filters {
        count += 3 * 3 * channels * filters + filters;
        channels = filters;
        side -= 2;
    }
    side /= 2;
    count + (side * side * channels + 1) * dense + (dense + 1) * 10
}
// ANCHOR_END: network_parameters

// ANCHOR: weight_gradient
/// The weight (i, j) has a part in every y (r, c), by the pixel (r + i, c + j): dy slides over x.
pub fn weight_gradient(x: &[Vec<f64>], dy: &[Vec<f64>]) -> Vec<Vec<f64>> {
    convolve(x, dy)
}
// ANCHOR_END: weight_gradient

// ANCHOR: input_gradient
/// Every y hands its part of dy back to the pixels under its window. Windows overlap, so the parts add up.
pub fn input_gradient(filter: &[Vec<f64>], dy: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let (rows, columns) = (
        dy.len() + filter.len() - 1,
        dy[0].len() + filter[0].len() - 1,
    );
    let mut dx = vec![vec![0.0; columns]; rows];
    for (r, row) in dy.iter().enumerate() {
        for (c, dy) in row.iter().enumerate() {
            for (i, weights) in filter.iter().enumerate() {
                for (j, weight) in weights.iter().enumerate() {
                    dx[r + i][c + j] += dy * weight;
                }
            }
        }
    }
    dx
}
// ANCHOR_END: input_gradient
