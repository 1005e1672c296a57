//! Kernels over whole buffers: elementwise maps, and sums.
//!
//! A sum in single precision of a million equal numbers is wrong in the third digit: next to what has come
//! together, each loses most of its own. So long sums are taken in blocks, and the blocks' sums are added in
//! double precision. The order depends on the sizes alone: a result is the same bits whatever the number of
//! threads.

use super::norm;
use super::threads::{CHUNK, for_each_chunk, for_each_part, parallel, rows_in_chunk};
use crate::pool::Buffer;
use std::sync::atomic::{AtomicU64, Ordering};

/// `out[i] = f(x[i])`.
pub fn map(x: &[f32], out: &mut [f32], f: impl Fn(f32) -> f32 + Copy + Sync) {
    assert_eq!(x.len(), out.len());
    for_each_chunk([out], CHUNK, |start, [out]| {
        let f = own(f);
        for (out, &x) in out.iter_mut().zip(&x[start..]) {
            *out = f(x);
        }
    });
}

/// `out[i] = f(a[i], b[i])`.
pub fn zip(a: &[f32], b: &[f32], out: &mut [f32], f: impl Fn(f32, f32) -> f32 + Copy + Sync) {
    assert!(a.len() == out.len() && b.len() == out.len());
    for_each_chunk([out], CHUNK, |start, [out]| {
        let f = own(f);
        for ((out, &a), &b) in out.iter_mut().zip(&a[start..]).zip(&b[start..]) {
            *out = f(a, b);
        }
    });
}

/// `dy[i] = f(x[i], y[i], dy[i])`, in place: the shape of every elementwise backward rule.
pub fn update(
    x: &[f32],
    y: &[f32],
    dy: &mut [f32],
    f: impl Fn(f32, f32, f32) -> f32 + Copy + Sync,
) {
    assert!(x.len() == dy.len() && y.len() == dy.len());
    for_each_chunk([dy], CHUNK, |start, [dy]| {
        let f = own(f);
        for ((dy, &x), &y) in dy.iter_mut().zip(&x[start..]).zip(&y[start..]) {
            *dy = f(x, y, *dy);
        }
    });
}

/// `sum[i] += x[i]`.
pub fn add(sum: &mut [f32], x: &[f32]) {
    assert_eq!(sum.len(), x.len());
    for_each_chunk([sum], CHUNK, |start, [sum]| {
        for (sum, &x) in sum.iter_mut().zip(&x[start..]) {
            *sum += x;
        }
    });
}

/// A copy for this chunk alone. What a closure has captured lies behind a pointer, and for all the
/// compiler knows each write of the loop could change it: then there would be no vectors.
pub fn own<F: Copy>(f: F) -> F {
    f
}

/// How many numbers a running sum takes in single precision, before it is put aside in double: the error of
/// a sum grows with them and not with its length.
const BLOCK: usize = 64;

/// A sum of no more steps than this is one block: its error is small as it is.
const SHORT: usize = 256;

/// Lanes of a sum along a row: so many running sums, which the machine adds as vectors.
pub const LANES: usize = 16;

/// How many numbers of a row are added up in single precision before their sums are put aside.
pub fn block(len: usize) -> usize {
    if len <= LANES * SHORT {
        LANES * SHORT
    } else {
        LANES * BLOCK
    }
}

/// Σ xᵢ, accurate at any length.
pub fn sum(x: &[f32]) -> f32 {
    sum_of(x, x, |x, _| x)
}

/// Σ f(aᵢ, bᵢ), accurate at any length.
pub fn sum_of(a: &[f32], b: &[f32], f: impl Fn(f32, f32) -> f32 + Sync) -> f32 {
    /// More than the threads of most machines; each part's sum needs a place.
    const PARTS: usize = 64;
    assert_eq!(a.len(), b.len());
    if a.len() <= CHUNK {
        return sum_of_piece(a, b, f) as f32;
    }
    let size = a.len().div_ceil(PARTS).max(CHUNK);
    let count = a.len().div_ceil(size);
    let sums = [const { AtomicU64::new(0) }; PARTS];
    parallel(count, |i| {
        let places = i * size..a.len().min((i + 1) * size);
        let sum = sum_of_piece(&a[places.clone()], &b[places], &f);
        sums[i].store(sum.to_bits(), Ordering::Relaxed);
    });
    let sums = sums[..count].iter();
    sums.map(|sum| f64::from_bits(sum.load(Ordering::Relaxed)))
        .sum::<f64>() as f32
}

fn sum_of_piece(a: &[f32], b: &[f32], f: impl Fn(f32, f32) -> f32) -> f64 {
    let size = block(a.len());
    let mut totals = [0.0_f64; LANES];
    for (a, b) in a.chunks(size).zip(b.chunks(size)) {
        let mut sums = [0.0_f32; LANES];
        let (whole_a, rest_a) = a.as_chunks::<LANES>();
        let (whole_b, rest_b) = b.as_chunks::<LANES>();
        for (a, b) in whole_a.iter().zip(whole_b) {
            for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
                *sum += f(*a, *b);
            }
        }
        for ((sum, a), b) in sums.iter_mut().zip(rest_a).zip(rest_b) {
            *sum += f(*a, *b);
        }
        for (total, sum) in totals.iter_mut().zip(sums) {
            *total += f64::from(sum);
        }
    }
    totals.iter().sum()
}

/// Σ xᵢ along one row, by the thread that calls.
pub fn total(row: &[f32]) -> f32 {
    sum_of_piece(row, row, |x, _| x) as f32
}

/// Σ aᵢ·bᵢ along one row, by the thread that calls.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    sum_of_piece(a, b, |a, b| a * b) as f32
}

/// √Σ xᵢ². Squared and added in double precision: gradients that explode would overflow single.
pub fn norm(x: &[f32]) -> f32 {
    let mut norms = Buffer::scratch(x.len().div_ceil(CHUNK));
    for_each_part([norms.as_mut_slice()], [1], |i, [norm]| {
        norm[0] = norm_of_chunk(&x[i * CHUNK..x.len().min((i + 1) * CHUNK)]);
    });
    norm_of_chunk(norms.as_slice())
}

fn norm_of_chunk(x: &[f32]) -> f32 {
    let mut sums = [0.0_f64; LANES];
    let (whole, rest) = x.as_chunks::<LANES>();
    let square = |x: &f32| f64::from(*x) * f64::from(*x);
    for chunk in whole {
        for (sum, x) in sums.iter_mut().zip(chunk) {
            *sum += square(x);
        }
    }
    for (sum, x) in sums.iter_mut().zip(rest) {
        *sum += square(x);
    }
    sums.iter().sum::<f64>().sqrt() as f32
}

/// Column sums of a row-major `[rows, out.len()]` matrix, accurate for any number of rows: the gradient of a
/// bias.
pub fn sum_rows(x: &[f32], out: &mut [f32]) {
    let columns = out.len();
    if x.len() <= CHUNK || columns == 0 {
        sum_few_rows(x, out);
    } else if x.len() <= SHORT * columns {
        for_each_chunk([out], CHUNK, |start, [out]| {
            add_rows(x, columns, start, out)
        });
    } else if columns == 1 {
        out[0] = sum(x);
    } else {
        // What is left of each part is a row again, and there are far fewer.
        let rows = (CHUNK / columns / BLOCK).max(1) * BLOCK;
        let mut sums = Buffer::scratch(x.len().div_ceil(rows * columns) * columns);
        for_each_part([sums.as_mut_slice()], [columns], |i, [sums]| {
            let x = &x[i * rows * columns..x.len().min((i + 1) * rows * columns)];
            if rows == BLOCK {
                add_rows(x, columns, 0, sums);
            } else {
                norm::sums(x, sums);
            }
        });
        norm::sums(sums.as_slice(), out);
    }
}

/// The same by the thread that calls, without asking for memory.
pub fn sum_few_rows(x: &[f32], out: &mut [f32]) {
    let columns = out.len();
    if x.len() <= SHORT * columns {
        add_rows(x, columns, 0, out);
    } else if columns == 1 {
        out[0] = sum_of_piece(x, x, |x, _| x) as f32;
    } else if columns > 0 {
        norm::sums(x, out);
    }
}

/// Adds up few rows in single precision, of each the columns from `first` on.
fn add_rows(x: &[f32], columns: usize, first: usize, out: &mut [f32]) {
    if let [out] = out
        && columns == 1
    {
        *out = x.iter().sum(); // In a register: a sum in memory takes three times as long.
        return;
    }
    out.fill(0.0);
    for row in x.chunks_exact(columns.max(1)) {
        for (out, x) in out.iter_mut().zip(&row[first..]) {
            *out += x;
        }
    }
}

/// Sums along the middle axis of x `[outer, len, inner]`, into `[outer, inner]`.
pub fn sum_middle(x: &[f32], [outer, len, inner]: [usize; 3], out: &mut [f32]) {
    let size = len * inner;
    if size == 0 || out.is_empty() {
        out.fill(0.0);
    } else if outer == 1 || (len > SHORT && size >= CHUNK) {
        let blocks = x.chunks_exact(size).zip(out.chunks_exact_mut(inner));
        blocks.for_each(|(x, out)| sum_rows(x, out));
    } else {
        let together = rows_in_chunk(size);
        for_each_part([out], [together * inner], |i, [out]| {
            let blocks = x[i * together * size..].chunks_exact(size);
            for (x, out) in blocks.zip(out.chunks_exact_mut(inner)) {
                sum_few_rows(x, out);
            }
        });
    }
}

/// The largest of a row; NaN if there is one, so that a broken number stays visible.
pub fn max(row: &[f32]) -> f32 {
    const LANES: usize = 16;
    let larger = |max: f32, x: f32| if x > max || x.is_nan() { x } else { max };
    let mut largest = [f32::NEG_INFINITY; LANES];
    let (whole, rest) = row.as_chunks::<LANES>();
    for chunk in whole {
        for (max, &x) in largest.iter_mut().zip(chunk) {
            *max = larger(*max, x);
        }
    }
    let all = largest.iter().chain(rest);
    all.fold(f32::NEG_INFINITY, |max, &x| larger(max, x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_of_a_row() {
        let mut row: Vec<f32> = (0..37).map(|i| (i * 7 % 31) as f32).collect();
        assert_eq!(
            (max(&row), max(&row[..5]), max(&[])),
            (30.0, 28.0, f32::NEG_INFINITY)
        );
        for at in [0, 15, 16, 36] {
            let before = std::mem::replace(&mut row[at], f32::NAN);
            assert!(max(&row).is_nan(), "{at}");
            row[at] = before;
        }
    }

    #[test]
    fn sums() {
        let x: Vec<f32> = (1..=1000).map(|i| i as f32).collect();
        assert_eq!(sum(&x), 500_500.0);
        // Several chunks, the last one short: 12,500 times 2·(0 + 1 + 4 + … + 49), and 2·(0 + 1 + 4).
        let two = vec![2.0; 100_003];
        let x: Vec<f32> = (0..100_003).map(|i| (i % 8) as f32).collect();
        assert_eq!(sum_of(&x, &two, |x, two| x * x * two), 3_500_000.0 + 10.0);
        assert_eq!(sum_of(&[], &[], |x, y| x + y), 0.0);
        let x: Vec<f32> = (1..=1000).map(|i| i as f32).collect();
        let mut columns = [0.0; 2];
        sum_rows(&x, &mut columns);
        assert_eq!(columns, [250_000.0, 250_500.0]);
    }
}
