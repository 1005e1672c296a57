//! Kernels over whole buffers: elementwise maps, and sums.
//!
//! Sums are taken in a fixed order (sixteen running sums, added up at the end), so a result is the
//! same bits whatever the number of threads.

use super::threads::{CHUNK, for_each_chunk, for_each_part};
use crate::pool::Buffer;

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

/// Σ xᵢ. Sixteen running sums let the machine add vectors, and round less than one long sum would.
pub fn sum(x: &[f32]) -> f32 {
    const LANES: usize = 16;
    let mut sums = [0.0_f32; LANES];
    let (whole, rest) = x.as_chunks::<LANES>();
    for chunk in whole {
        for (sum, x) in sums.iter_mut().zip(chunk) {
            *sum += x;
        }
    }
    for (sum, x) in sums.iter_mut().zip(rest) {
        *sum += x;
    }
    let total: f64 = sums.iter().map(|&s| f64::from(s)).sum();
    total as f32
}

/// Σ f(aᵢ, bᵢ): the sums of the chunks, added up in their order.
pub fn sum_of(a: &[f32], b: &[f32], f: impl Fn(f32, f32) -> f32 + Sync) -> f32 {
    assert_eq!(a.len(), b.len());
    let mut sums = Buffer::scratch(a.len().div_ceil(CHUNK));
    for_each_part([sums.as_mut_slice()], [1], |i, [sum]| {
        let places = i * CHUNK..a.len().min((i + 1) * CHUNK);
        sum[0] = sum_of_chunk(&a[places.clone()], &b[places], &f);
    });
    let total: f64 = sums.as_slice().iter().map(|&s| f64::from(s)).sum();
    total as f32
}

fn sum_of_chunk(a: &[f32], b: &[f32], f: impl Fn(f32, f32) -> f32) -> f32 {
    const LANES: usize = 16;
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
    let total: f64 = sums.iter().map(|&s| f64::from(s)).sum();
    total as f32
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
    const LANES: usize = 16;
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

/// Column sums of a row-major `[rows, out.len()]` matrix: the gradient of a bias.
pub fn sum_rows(x: &[f32], out: &mut [f32]) {
    let columns = out.len();
    out.fill(0.0);
    for row in x.chunks_exact(columns.max(1)) {
        for (out, x) in out.iter_mut().zip(row) {
            *out += x;
        }
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
