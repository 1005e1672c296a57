//! The kernels of normalisation: sums down the columns of a row-major `[rows, columns]` table, and
//! passes that scale and shift each column.
//!
//! Columns are cut into strips of up to 32, whose sums stay in registers while the rows go by. Rows
//! are cut into blocks of 64: within a block single precision is enough, from block to block sums are
//! kept in double precision.

use super::math::multiply_add;

/// Rows whose sum is taken in single precision.
const BLOCK: usize = 64;

/// Calls `$kernel::<WIDTH>(first column, …)` for strips of 32 columns, and of 16, 8, 4, 2 and 1 for
/// the rest: each width is compiled for itself, with its sums in registers.
macro_rules! in_strips {
    ($columns:expr, $kernel:ident($($argument:expr),*)) => {{
        let columns: usize = $columns;
        let mut first = 0;
        while columns - first >= 32 {
            $kernel::<32>(first, $($argument),*);
            first += 32;
        }
        in_strips!(@rest columns, first, $kernel($($argument),*), 16, 8, 4, 2, 1);
    }};
    (@rest $columns:ident, $first:ident, $kernel:ident $arguments:tt, $($width:literal),*) => {
        $(if $columns - $first >= $width {
            in_strips!(@call $kernel, $width, $first, $arguments);
            $first += $width;
        })*
        debug_assert_eq!($first, $columns);
    };
    (@call $kernel:ident, $width:literal, $first:ident, ($($argument:expr),*)) => {
        $kernel::<$width>($first, $($argument),*)
    };
}

/// The strip of a row.
#[inline(always)]
fn strip<const W: usize>(row: &[f32], first: usize) -> &[f32; W] {
    row[first..]
        .first_chunk()
        .expect("a strip lies inside its row")
}

#[inline(always)]
fn strip_mut<const W: usize>(row: &mut [f32], first: usize) -> &mut [f32; W] {
    row[first..]
        .first_chunk_mut()
        .expect("a strip lies inside its row")
}

/// The mean of each column, and the sum of the squared distances from it.
///
/// Each block takes its own mean first. Far from 0 the sum that it comes from has few digits behind the
/// point, so it only serves as a centre: what it lacks is the mean distance from it, d̄, and the squared
/// distances from the true mean add up to Σ(x − centre)² − n·d̄². Two blocks join by the formula of
/// Chan, Golub and LeVeque (*Updating Formulae and a Pairwise Algorithm for Computing Sample
/// Variances*, 1979):
/// M₂ = M₂ₐ + M₂ᵦ + δ²·nₐnᵦ/(nₐ + nᵦ), with δ the difference of the means. Nothing large is ever
/// subtracted from something large, as it is in Σx² − n·mean².
pub fn moments(x: &[f32], mean: &mut [f32], squares: &mut [f32]) {
    in_strips!(mean.len(), moments_strip(x, mean, squares));
}

/// From Σ(x − centre) and Σ(x − centre)² of `count` numbers: how far the mean is from the centre, and
/// the squared distances from the mean. If that would not change a billionth of them, the centre was good
/// enough and stays.
pub fn recentred(distances: f64, squares: f64, count: f64) -> (f64, f64) {
    let lacking = distances / count;
    let excess = count * lacking * lacking;
    if excess > 1e-9 * squares {
        // Rounding must not make the variance of equal numbers negative.
        (lacking, (squares - excess).max(0.0))
    } else {
        (0.0, squares)
    }
}

fn moments_strip<const W: usize>(first: usize, x: &[f32], mean: &mut [f32], squares: &mut [f32]) {
    let columns = mean.len();
    let (mut means, mut sums, mut count) = ([0.0_f64; W], [0.0_f64; W], 0.0);
    for block in x.chunks(BLOCK * columns) {
        let rows = (block.len() / columns) as f32;
        let mut centre = [0.0_f32; W];
        for row in block.chunks_exact(columns) {
            for (sum, x) in centre.iter_mut().zip(strip::<W>(row, first)) {
                *sum += x;
            }
        }
        centre.iter_mut().for_each(|sum| *sum /= rows);
        let (mut distances, mut squares) = ([0.0_f32; W], [0.0_f32; W]);
        for row in block.chunks_exact(columns) {
            let x = strip::<W>(row, first);
            for i in 0..W {
                let distance = x[i] - centre[i];
                distances[i] += distance;
                squares[i] = multiply_add(distance, distance, squares[i]);
            }
        }
        let added = f64::from(rows);
        let share = added / (count + added);
        for i in 0..W {
            let (lacking, within) =
                recentred(f64::from(distances[i]), f64::from(squares[i]), added);
            let delta = f64::from(centre[i]) + lacking - means[i];
            means[i] += delta * share;
            sums[i] += within + delta * delta * count * share;
        }
        count += added;
    }
    *strip_mut(mean, first) = means.map(|x| x as f32);
    *strip_mut(squares, first) = sums.map(|x| x as f32);
}

/// Joins the moments of several tables, one after another in `means` and `squares`, into those of all
/// their rows; table i has `rows(i)` of them.
pub fn join_moments(
    rows: impl Fn(usize) -> usize,
    means: &[f32],
    squares: &[f32],
    mean: &mut [f32],
    all: &mut [f32],
) {
    let columns = mean.len();
    for c in 0..columns {
        let (mut m, mut sum, mut count) = (0.0_f64, 0.0_f64, 0.0_f64);
        for i in 0..means.len() / columns {
            let added = rows(i) as f64;
            let share = added / (count + added);
            let delta = f64::from(means[i * columns + c]) - m;
            m += delta * share;
            sum += f64::from(squares[i * columns + c]) + delta * delta * count * share;
            count += added;
        }
        (mean[c], all[c]) = (m as f32, sum as f32);
    }
}

/// The sum down each column, in double precision: no slower here than single.
pub fn sums(x: &[f32], sums: &mut [f32]) {
    in_strips!(sums.len(), sums_strip(x, sums));
}

fn sums_strip<const W: usize>(first: usize, x: &[f32], sums: &mut [f32]) {
    let mut all = [0.0_f64; W];
    for row in x.chunks_exact(sums.len()) {
        for (all, x) in all.iter_mut().zip(strip::<W>(row, first)) {
            *all += f64::from(*x);
        }
    }
    *strip_mut(sums, first) = all.map(|x| x as f32);
}

/// Two sums down each column: Σ dy and Σ dy·(x − centre).
pub fn products(x: &[f32], dy: &[f32], centre: &[f32], sums: &mut [f32], products: &mut [f32]) {
    assert_eq!(x.len(), dy.len());
    in_strips!(centre.len(), products_strip(x, dy, centre, sums, products));
}

fn products_strip<const W: usize>(
    first: usize,
    x: &[f32],
    dy: &[f32],
    centre: &[f32],
    sums: &mut [f32],
    products: &mut [f32],
) {
    let columns = centre.len();
    let centre = strip::<W>(centre, first);
    let (mut all, mut all_products) = ([0.0_f64; W], [0.0_f64; W]);
    for (x, dy) in x.chunks(BLOCK * columns).zip(dy.chunks(BLOCK * columns)) {
        let (mut sum, mut product) = ([0.0_f32; W], [0.0_f32; W]);
        for (x, dy) in x.chunks_exact(columns).zip(dy.chunks_exact(columns)) {
            let (x, dy) = (strip::<W>(x, first), strip::<W>(dy, first));
            for i in 0..W {
                sum[i] += dy[i];
                product[i] = multiply_add(dy[i], x[i] - centre[i], product[i]);
            }
        }
        for i in 0..W {
            all[i] += f64::from(sum[i]);
            all_products[i] += f64::from(product[i]);
        }
    }
    *strip_mut(sums, first) = all.map(|x| x as f32);
    *strip_mut(products, first) = all_products.map(|x| x as f32);
}

/// y = (x − centre)·scale + shift, column by column.
pub fn scale(x: &[f32], centre: &[f32], scale: &[f32], shift: &[f32], y: &mut [f32]) {
    assert_eq!(x.len(), y.len());
    in_strips!(centre.len(), scale_strip(x, centre, scale, shift, y));
}

fn scale_strip<const W: usize>(
    first: usize,
    x: &[f32],
    centre: &[f32],
    scale: &[f32],
    shift: &[f32],
    y: &mut [f32],
) {
    let columns = centre.len();
    let (centre, scale) = (strip::<W>(centre, first), strip::<W>(scale, first));
    let shift = strip::<W>(shift, first);
    for (x, y) in x.chunks_exact(columns).zip(y.chunks_exact_mut(columns)) {
        let (x, y) = (strip::<W>(x, first), strip_mut::<W>(y, first));
        for i in 0..W {
            y[i] = multiply_add(x[i] - centre[i], scale[i], shift[i]);
        }
    }
}

/// dx = dy·scale − (x − centre)·slope − shift, column by column, in place of `dy`.
pub fn unscale(
    x: &[f32],
    centre: &[f32],
    slope: &[f32],
    shift: &[f32],
    scale: &[f32],
    dy: &mut [f32],
) {
    assert_eq!(x.len(), dy.len());
    in_strips!(
        centre.len(),
        unscale_strip(x, centre, slope, shift, scale, dy)
    );
}

fn unscale_strip<const W: usize>(
    first: usize,
    x: &[f32],
    centre: &[f32],
    slope: &[f32],
    shift: &[f32],
    scale: &[f32],
    dy: &mut [f32],
) {
    let columns = centre.len();
    let (centre, slope) = (strip::<W>(centre, first), strip::<W>(slope, first));
    let (shift, scale) = (strip::<W>(shift, first), strip::<W>(scale, first));
    for (x, dy) in x.chunks_exact(columns).zip(dy.chunks_exact_mut(columns)) {
        let (x, dy) = (strip::<W>(x, first), strip_mut::<W>(dy, first));
        for i in 0..W {
            let direct = multiply_add(dy[i], scale[i], -shift[i]);
            dy[i] = multiply_add(centre[i] - x[i], slope[i], direct);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::sample;

    /// Against the textbook's two passes in double precision, far from 0 too: there a sum of 64 numbers
    /// has but four digits behind the point.
    #[test]
    fn moments_are_exact_far_from_zero() {
        let (rows, columns) = (1009, 37);
        let noise = sample([rows, columns], 1);
        for (offset, deviation) in [(0.0, 1.0), (1e4, 1.0), (1e4, 0.01), (-3e5, 1.0)] {
            let x: Vec<f32> = noise
                .data()
                .iter()
                .map(|x| offset + deviation * x)
                .collect();
            let (mut mean, mut squares) = (vec![0.0; columns], vec![0.0; columns]);
            moments(&x, &mut mean, &mut squares);
            for c in 0..columns {
                let column = || x.iter().skip(c).step_by(columns).map(|&x| f64::from(x));
                let want = column().sum::<f64>() / rows as f64;
                assert!((f64::from(mean[c]) - want).abs() <= 1e-7 * want.abs().max(1.0));
                let want: f64 = column().map(|x| (x - want).powi(2)).sum();
                let error = (f64::from(squares[c]) / want - 1.0).abs();
                assert!(error < 2e-6, "{error} at {offset} ± {deviation}");
            }
        }
    }
}
