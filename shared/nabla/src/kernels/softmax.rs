//! Softmax along rows, with a mask added on the way or without.

use super::lines::Lines;
use super::math::exp;
use super::rows::{dot, max, total};
use super::threads::{for_each_part, rows_in_chunk};
use crate::Shape;

/// What is added to the rows: one number a column, or one for a whole row, repeated to fill all rows.
pub struct Mask<'a> {
    numbers: &'a [f32],
    /// How long a row of it is.
    width: usize,
    /// Which of its rows belongs to which row.
    rows: Lines,
}

impl<'a> Mask<'a> {
    /// A mask of this shape, which broadcasts to `full`.
    pub fn new(numbers: &'a [f32], shape: Shape, full: Shape) -> Self {
        let rows = |shape: Shape| match shape.rank() {
            0 => shape,
            rank => shape.without_axis(rank - 1),
        };
        Mask {
            numbers,
            width: shape.last(),
            rows: Lines::new([rows(shape), Shape::new(&[])], rows(full)),
        }
    }

    /// sum = x + mask for the rows from `first` on.
    fn add(&self, x: &[f32], sum: &mut [f32], first: usize, columns: usize) {
        let step = usize::from(self.rows.moves()[0]);
        let rows = first..first + x.len() / columns;
        self.rows.each(rows, |rows, [start, _]| {
            for (k, row) in rows.enumerate() {
                let at = (row - first) * columns;
                let (x, sum) = (&x[at..][..columns], &mut sum[at..][..columns]);
                let mask = &self.numbers[(start + k * step) * self.width..][..self.width];
                match *mask {
                    [mask] => x.iter().zip(sum).for_each(|(x, sum)| *sum = x + mask),
                    _ => {
                        for ((x, sum), mask) in x.iter().zip(sum).zip(mask) {
                            *sum = x + mask;
                        }
                    }
                }
            }
        });
    }
}

/// Softmax of each row of x + mask, p_j = e^(x_j − m) / Σ e^(x_k − m) with m the row's largest number.
///
/// A row where all is −∞ under a mask has nothing to choose from: its p are 0. (Without a mask it is NaN, as
/// the formula says.) NaN in a row makes all of it NaN.
///
/// Also writes m and ln Σ e^(x_k − m), for losses that want them; there is one number in `maxima` and
/// in `logs` for each row.
///
/// # Panics
/// If `x` is not that many rows, or `p` not as long as `x`.
pub fn softmax(
    x: &[f32],
    mask: Option<&Mask>,
    p: &mut [f32],
    maxima: &mut [f32],
    logs: &mut [f32],
) {
    let total = logs.len();
    let columns = x.len() / total.max(1);
    assert!(x.len() == total * columns && p.len() == x.len());
    if columns == 0 {
        return;
    }
    let rows = rows_in_chunk(columns);
    let sizes = [rows * columns, rows, rows];
    for_each_part([p, maxima, logs], sizes, |i, [p, maxima, logs]| {
        let at_once = (BLOCK / columns).max(1);
        let blocks = p
            .chunks_mut(at_once * columns)
            .zip(maxima.chunks_mut(at_once));
        for (k, ((p, maxima), logs)) in blocks.zip(logs.chunks_mut(at_once)).enumerate() {
            let first = i * rows + k * at_once;
            let x = &x[first * columns..][..p.len()];
            match mask {
                Some(mask) => mask.add(x, p, first, columns),
                None => p.copy_from_slice(x),
            }
            softmax_rows(p, maxima, logs, mask.is_some());
        }
    });
}

/// Numbers that stay in the first-level cache while they are gone through several times.
const BLOCK: usize = 2048;

fn softmax_rows(p: &mut [f32], maxima: &mut [f32], logs: &mut [f32], may_be_empty: bool) {
    let columns = p.len() / logs.len();
    for (p, max_x) in p.chunks_exact_mut(columns).zip(maxima) {
        *max_x = max(p);
        // −∞ − −∞ would be NaN.
        let is_empty = may_be_empty && *max_x == f32::NEG_INFINITY;
        let max_x = if is_empty { 0.0 } else { *max_x };
        p.iter_mut().for_each(|p| *p -= max_x);
    }
    // One pass over all rows: rows of ten are too short to fill the vectors.
    for p in p.iter_mut() {
        *p = exp(*p);
    }
    for (p, log) in p.chunks_exact_mut(columns).zip(logs) {
        let total = total(p);
        let factor = if total == 0.0 { 0.0 } else { 1.0 / total };
        for p in p {
            *p *= factor;
        }
        *log = total.ln();
    }
}

/// dx_j = p_j·(dp_j − Σ_k dp_k·p_k) of each row, in place of `dp`.
///
/// # Panics
/// If the two are not of one length, a multiple of `columns`.
pub fn softmax_backward(p: &[f32], dp: &mut [f32], columns: usize) {
    assert!(p.len() == dp.len() && p.len().is_multiple_of(columns.max(1)));
    let rows = rows_in_chunk(columns);
    for_each_part([dp], [rows * columns], |i, [dp]| {
        let p = &p[i * rows * columns..][..dp.len()];
        for (dp, p) in dp.chunks_exact_mut(columns).zip(p.chunks_exact(columns)) {
            let shared = dot(dp, p);
            for (dp, p) in dp.iter_mut().zip(p) {
                *dp = p * (*dp - shared);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn softmax_of_the_second_lab() {
        let (mut p, mut max, mut log) = ([0.0; 3], [0.0], [0.0]);
        softmax(&[4.8, -2.6, 2.9], None, &mut p, &mut max, &mut log);
        // NumPy in double precision.
        for (got, want) in p.iter().zip([0.869_429_2, 0.000_531_441, 0.130_039_3]) {
            assert!((got - want).abs() < 1e-6, "{got} {want}");
        }
        assert!(max[0] == 4.8 && (log[0] - 0.139_918_3).abs() < 1e-6);
    }

    #[test]
    fn softmax_survives_huge_logits_and_shows_nan() {
        let (mut p, mut maxima, mut logs) = ([0.0; 4], [0.0; 2], [0.0; 2]);
        let x = [1000.0, 1000.0, f32::NAN, 0.0];
        softmax(&x, None, &mut p, &mut maxima, &mut logs);
        assert_eq!(p[..2], [0.5, 0.5]);
        assert!(p[2].is_nan() && logs[1].is_nan());
    }
}
