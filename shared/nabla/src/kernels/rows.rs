//! Kernels over whole buffers: elementwise maps, sums, and softmax along rows.
//!
//! Sums are taken in a fixed order (sixteen running sums, added up at the end), so a result is the
//! same bits whatever the number of threads.

use super::math::exp;
use super::threads::{CHUNK, for_each_chunk, parallel};

/// `out[i] = f(x[i])`.
pub fn map(x: &[f32], out: &mut [f32], f: impl Fn(f32) -> f32 + Sync) {
    assert_eq!(x.len(), out.len());
    for_each_chunk([out], CHUNK, |start, [out]| {
        for (out, &x) in out.iter_mut().zip(&x[start..]) {
            *out = f(x);
        }
    });
}

/// `out[i] = f(a[i], b[i])`.
pub fn zip(a: &[f32], b: &[f32], out: &mut [f32], f: impl Fn(f32, f32) -> f32 + Sync) {
    assert!(a.len() == out.len() && b.len() == out.len());
    for_each_chunk([out], CHUNK, |start, [out]| {
        for ((out, &a), &b) in out.iter_mut().zip(&a[start..]).zip(&b[start..]) {
            *out = f(a, b);
        }
    });
}

/// `dy[i] = f(x[i], y[i], dy[i])`, in place: the shape of every elementwise backward rule.
pub fn update(x: &[f32], y: &[f32], dy: &mut [f32], f: impl Fn(f32, f32, f32) -> f32 + Sync) {
    assert!(x.len() == dy.len() && y.len() == dy.len());
    for_each_chunk([dy], CHUNK, |start, [dy]| {
        for ((dy, &x), &y) in dy.iter_mut().zip(&x[start..]).zip(&y[start..]) {
            *dy = f(x, y, *dy);
        }
    });
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
    row.iter().fold(f32::NEG_INFINITY, |max, &x| {
        if x > max || x.is_nan() { x } else { max }
    })
}

/// Softmax of each row, p_j = e^(x_j − max) / Σ e^(x_k − max).
///
/// Also writes each row's log-sum-exp, max + ln Σ e^(x_k − max), for losses that want it; there is
/// one number in `log_sums` for each row.
///
/// # Panics
/// If `x` is not that many rows, or `p` not as long as `x`.
pub fn softmax(x: &[f32], p: &mut [f32], log_sums: &mut [f32]) {
    let total = log_sums.len();
    let columns = x.len() / total.max(1);
    assert!(x.len() == total * columns && p.len() == x.len());
    if columns == 0 {
        return;
    }
    let rows_a_chunk = (CHUNK / columns).max(1);
    let chunks = total.div_ceil(rows_a_chunk);
    let (p, log_sums) = (
        super::threads::Shared(p.as_mut_ptr()),
        super::threads::Shared(log_sums.as_mut_ptr()),
    );
    parallel(chunks, |i| {
        let first = i * rows_a_chunk;
        let rows = rows_a_chunk.min(total - first);
        #[allow(unsafe_code, reason = "chunks of rows do not overlap")]
        // SAFETY: `parallel` hands out each chunk of rows once, and by the check above they lie
        // inside both buffers.
        let (p, log_sums) = unsafe {
            (
                p.piece(first * columns, rows * columns),
                log_sums.piece(first, rows),
            )
        };
        softmax_rows(&x[first * columns..(first + rows) * columns], p, log_sums);
    });
}

fn softmax_rows(x: &[f32], p: &mut [f32], log_sums: &mut [f32]) {
    let columns = x.len() / log_sums.len();
    let rows = x.chunks_exact(columns).zip(p.chunks_exact_mut(columns));
    for ((x, p), max_x) in rows.zip(log_sums.iter_mut()) {
        *max_x = max(x);
        for (p, x) in p.iter_mut().zip(x) {
            *p = x - *max_x;
        }
    }
    // One pass over all rows: rows of ten are too short to fill the vectors.
    for p in p.iter_mut() {
        *p = exp(*p);
    }
    for (p, log_sum) in p.chunks_exact_mut(columns).zip(log_sums) {
        let total = sum(p);
        let factor = 1.0 / total;
        for p in p {
            *p *= factor;
        }
        *log_sum += total.ln();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn softmax_of_the_second_lab() {
        let (mut p, mut log_sum) = ([0.0; 3], [0.0]);
        softmax(&[4.8, -2.6, 2.9], &mut p, &mut log_sum);
        // NumPy in double precision.
        for (got, want) in p.iter().zip([0.869_429_2, 0.000_531_441, 0.130_039_3]) {
            assert!((got - want).abs() < 1e-6, "{got} {want}");
        }
        assert!((log_sum[0] - 4.939_918_3).abs() < 1e-5);
    }

    #[test]
    fn softmax_survives_huge_logits_and_shows_nan() {
        let (mut p, mut log_sums) = ([0.0; 4], [0.0; 2]);
        softmax(&[1000.0, 1000.0, f32::NAN, 0.0], &mut p, &mut log_sums);
        assert_eq!(p[..2], [0.5, 0.5]);
        assert!(p[2].is_nan() && log_sums[1].is_nan());
    }

    #[test]
    fn sums() {
        let x: Vec<f32> = (1..=1000).map(|i| i as f32).collect();
        assert_eq!(sum(&x), 500_500.0);
        let mut columns = [0.0; 2];
        sum_rows(&x, &mut columns);
        assert_eq!(columns, [250_000.0, 250_500.0]);
    }
}
