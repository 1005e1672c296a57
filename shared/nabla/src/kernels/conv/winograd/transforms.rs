//! The arithmetic of Winograd's convolution: F(4×4, 3×3), sixteen results of a 3 × 3 window for 36
//! multiplications instead of 144, and F(2×2, 5×5), four results of a 5 × 5 window for 36 instead of
//! 100 (Lavin and Gray, *Fast Algorithms for Convolutional Neural Networks*, 2016, after Winograd,
//! 1980).
//!
//! In one dimension, let a window g of R numbers stand at M places of d: yᵢ = Σ d₍ᵢ₊ⱼ₎·gⱼ. Its
//! transpose, which takes y to d, is the product of two polynomials, whose coefficients are y and g:
//! dₖ = Σ yᵢ·gⱼ over all i + j = k. That product has N = M + R − 1 coefficients, so its values at N
//! points say all: N multiplications instead of M·R. E takes coefficients to values,
//!
//! ```text
//! values of the product = (E·y) ⊙ (E·g)        d = C·[(E·y) ⊙ (E·g)]
//! ```
//!
//! and C, E's inverse for N coefficients, takes values back to coefficients. Each of these is linear in
//! y, so the window itself is the transpose:
//!
//! ```text
//! y = Eᵀ·[(E·g) ⊙ (Cᵀ·d)]
//! ```
//!
//! With M + R = 7 the six points are 0, ±a, ±b and ∞, where the value at ∞ is the coefficient of the
//! highest power. The usual choice is 1 and 2; ours, a = √½ and b = √2, loses half as many digits,
//! since no power of either gets large, and ab = 1 saves multiplications. A column of C is a Lagrange
//! polynomial, 1 at one point and 0 at the others, such as x(x + a)(x² − b²)/N at a. We leave the
//! divisors out and divide E·g by them instead, once for all tiles:
//!
//! ```text
//!       at    0    a    −a    b    −b    ∞
//! divisor     1  −3/2  −3/2   6     6    1
//!
//!      ⎡1    0  −5/2    0   1  0⎤     x⁴ − 5/2·x² + 1 = (x² − a²)(x² − b²)
//!      ⎢0  −2a   −2     a   1  0⎥     x⁴ + a·x³ − 2·x² − 2a·x = x(x + a)(x² − b²)
//! Cᵀ = ⎢0   2a   −2    −a   1  0⎥     …
//!      ⎢0  −b/2  −½     b   1  0⎥
//!      ⎢0   b/2  −½    −b   1  0⎥
//!      ⎣0    1    0  −5/2   0  1⎦     x⁵ − 5/2·x³ + x, 0 at all of them
//! ```
//!
//! In literature these are Bᵀ = Cᵀ, A = E of M coefficients, G = E of R with the divisors. Along rows
//! and then along columns, a 6 × 6 tile d gives an M × M result:
//!
//! ```text
//! U = G·g·Gᵀ     V = Bᵀ·d·B     M = U ⊙ V     y = Aᵀ·M·A
//! ```
//!
//! Sums over input channels commute with Aᵀ…A, so with many channels ⊙ becomes 36 matrix products,
//! and the transforms are paid once a tile, on all channels side by side.
//!
//! Each line is linear, so the chain rule transposes it, and backward runs through the same 36
//! products: dM = A·dy·Aᵀ, dU = Σ dM ⊙ V, dV = U ⊙ dM, dd = B·dV·Bᵀ (overlapping tiles add
//! up), dg = Gᵀ·dU·G.

#![allow(unsafe_code, reason = "vector instructions work on raw pointers")]

use super::layout::{ALL, Layout, SIDE};
use crate::kernels::microkernel::Kernels;
use crate::kernels::vector::Vector;
use std::f32::consts::{FRAC_1_SQRT_2, SQRT_2};
use std::hint::black_box;

/// One of the six transforms below: reads a tile of M × M, writes one of N × N.
#[derive(Clone, Copy)]
pub enum Transform {
    /// V = Bᵀ·d·B
    Input,
    /// dd += B·dV·Bᵀ
    InputBack,
    /// U = G·g·Gᵀ, for a window with so many taps a side
    Weight(usize),
    /// dg = Gᵀ·dU·G
    WeightBack(usize),
    /// y = Aᵀ·M·A, with so many results a side
    Output(usize),
    /// dM = A·dy·Aᵀ
    OutputBack(usize),
}

/// A tile that is read and one that is written, as the innermost loops see them.
#[derive(Clone, Copy)]
struct Job {
    from: *const f32,
    read: Layout,
    to: *mut f32,
    write: Layout,
    tiles: usize,
    channels: usize,
}

/// Transforms a row of `tiles` tiles for `channels` channels.
///
/// # Panics
/// If a place lies beyond its slice, or the channels do not fill the machine's vectors.
pub fn transform(
    kernels: &Kernels,
    which: Transform,
    (from, read): (&[f32], Layout),
    (to, write): (&mut [f32], Layout),
    tiles: usize,
    channels: usize,
) {
    if tiles == 0 {
        return;
    }
    assert!(channels.is_multiple_of(kernels.lanes));
    let lies_in = |reach: Option<usize>, len| reach.is_some_and(|reach| reach <= len);
    assert!(lies_in(read.reach(tiles, channels), from.len()));
    assert!(lies_in(write.reach(tiles, channels), to.len()));
    let job = Job {
        from: from.as_ptr(),
        read,
        to: to.as_mut_ptr(),
        write,
        tiles,
        channels,
    };
    // SAFETY: all places lie inside their slices for whole vectors of channels, and the set of
    // kernels with these vectors is only made on a machine that has them.
    unsafe {
        match kernels.lanes {
            #[cfg(target_arch = "x86_64")]
            16 => avx512(which, job),
            #[cfg(target_arch = "x86_64")]
            8 => avx2(which, job),
            _ => run::<[f32; 4]>(which, job),
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn avx512(which: Transform, job: Job) {
    // SAFETY: by the caller's promise.
    unsafe { run::<std::arch::x86_64::__m512>(which, job) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn avx2(which: Transform, job: Job) {
    // SAFETY: by the caller's promise.
    unsafe { run::<std::arch::x86_64::__m256>(which, job) }
}

#[inline(always)]
unsafe fn run<V: Vector>(which: Transform, job: Job) {
    // SAFETY: by the caller's promise.
    unsafe {
        match which {
            Transform::Input => each::<V, 6, 6, false>(job, input),
            Transform::InputBack => each::<V, 6, 6, true>(job, input_back),
            Transform::Weight(3) => each::<V, 3, 6, false>(job, weight),
            Transform::Weight(5) => each::<V, 5, 6, false>(job, weight),
            Transform::WeightBack(3) => each::<V, 6, 3, false>(job, weight_back),
            Transform::WeightBack(5) => each::<V, 6, 5, false>(job, weight_back),
            Transform::Output(4) => each::<V, 6, 4, false>(job, coefficients),
            Transform::Output(2) => each::<V, 6, 2, false>(job, coefficients),
            Transform::OutputBack(4) => each::<V, 4, 6, false>(job, values),
            Transform::OutputBack(2) => each::<V, 2, 6, false>(job, values),
            _ => unreachable!("windows are 3 × 3 or 5 × 5, and M + R = 7"),
        }
    }
}

/// The loop over tiles and channels.
#[inline(always)]
unsafe fn each<V: Vector, const M: usize, const N: usize, const ADD: bool>(
    job: Job,
    line: unsafe fn([V; M]) -> [V; N],
) {
    for tile in 0..job.tiles {
        let exist = [job.read.exist(tile, M), job.write.exist(tile, N)];
        let whole = exist == [[[ALL; SIDE]; 2]; 2];
        // What the compiler knows of a mask, it makes a branch of.
        let exist = black_box(exist);
        for at in (0..job.channels).step_by(V::LANES) {
            let from = job.from.wrapping_offset(job.read.start(tile) + at as isize);
            let to = job.to.wrapping_offset(job.write.start(tile) + at as isize);
            // SAFETY: by the caller's promise.
            unsafe {
                if whole {
                    square::<V, M, N, ADD, true>((from, job.read), (to, job.write), &exist, line);
                } else {
                    square::<V, M, N, ADD, false>((from, job.read), (to, job.write), &exist, line);
                }
            }
        }
    }
}

/// One tile, for a vector of channels: `line` goes along the rows and then along the columns. Unless it is
/// the `WHOLE`, only those rows and columns of what is read and of what is written are touched that exist.
#[allow(
    clippy::needless_range_loop,
    reason = "both indices of a small square, one way and the other"
)]
#[inline(always)]
unsafe fn square<V: Vector, const M: usize, const N: usize, const ADD: bool, const WHOLE: bool>(
    (from, read): (*const f32, Layout),
    (to, write): (*mut f32, Layout),
    [reads, writes]: &[[[u16; SIDE]; 2]; 2],
    line: unsafe fn([V; M]) -> [V; N],
) {
    // If it knew that these stay the same, the compiler would keep a pointer for each of the 36 places, and
    // move all of them on from tile to tile.
    let [read_right, write_right] = black_box([read.right, write.right]);
    let mask = |masks: &[u16; SIDE], i: usize| if WHOLE { ALL } else { masks[i] };
    // SAFETY: by the caller's promise.
    unsafe {
        // turned[j][i]: the rows transformed, and the square turned on its diagonal.
        let mut turned = [[V::zero(); M]; N];
        for i in 0..M {
            if mask(&reads[0], i) == 0 {
                continue; // A row of zeros.
            }
            let mut row = [V::zero(); M];
            for j in 0..M {
                let from = from.wrapping_add(i * read.down + j * read_right);
                row[j] = V::load_if(from, mask(&reads[1], j));
            }
            let row = line(row);
            for j in 0..N {
                turned[j][i] = row[j];
            }
        }
        for j in 0..N {
            if mask(&writes[1], j) == 0 {
                continue;
            }
            let column = line(turned[j]);
            for i in 0..N {
                let to = to.wrapping_add(i * write.down + j * write_right);
                let there = mask(&writes[0], i);
                let sum = if ADD {
                    column[i].add(V::load_if(to, there))
                } else {
                    column[i]
                };
                sum.store_if(to, there);
            }
        }
    }
}

/// The powers of a and of b, from the zeroth on.
const A: [f32; 5] = [1.0, FRAC_1_SQRT_2, 0.5, FRAC_1_SQRT_2 / 2.0, 0.25];
const B: [f32; 5] = [1.0, SQRT_2, 2.0, 2.0 * SQRT_2, 4.0];
/// One over the divisor at ±a and at ±b.
const AT_A: f32 = -2.0 / 3.0;
const AT_B: f32 = 1.0 / 6.0;

/// Bᵀ
#[inline(always)]
unsafe fn input<V: Vector>([d0, d1, d2, d3, d4, d5]: [V; 6]) -> [V; 6] {
    // SAFETY: by the caller's promise, here and below.
    unsafe {
        let (even_a, odd_a) = (d4.plus(d2, -B[2]), d3.plus(d1, -B[2]));
        let (even_b, odd_b) = (d4.plus(d2, -A[2]), d3.plus(d1, -A[2]));
        [
            d0.add(d4).plus(d2, -2.5),
            even_a.plus(odd_a, A[1]),
            even_a.plus(odd_a, -A[1]),
            even_b.plus(odd_b, B[1]),
            even_b.plus(odd_b, -B[1]),
            d1.add(d5).plus(d3, -2.5),
        ]
    }
}

/// B
#[inline(always)]
unsafe fn input_back<V: Vector>([v0, v1, v2, v3, v4, v5]: [V; 6]) -> [V; 6] {
    // SAFETY: as above.
    unsafe {
        let (even_a, odd_a) = (v1.add(v2), v1.sub(v2).times(A[1]));
        let (even_b, odd_b) = (v3.add(v4), v3.sub(v4).times(B[1]));
        [
            v0,
            v5.plus(odd_a, -B[2]).plus(odd_b, -A[2]),
            even_a.times(-B[2]).plus(even_b, -A[2]).plus(v0, -2.5),
            odd_a.add(odd_b).plus(v5, -2.5),
            v0.add(even_a).add(even_b),
            v5,
        ]
    }
}

/// E, which is A: the values of a polynomial with these coefficients.
#[inline(always)]
unsafe fn values<V: Vector, const M: usize>(c: [V; M]) -> [V; 6] {
    // SAFETY: as above.
    unsafe {
        let ([even_a, odd_a], [even_b, odd_b]) = (halves(c, A[2]), halves(c, B[2]));
        [
            c[0],
            even_a.plus(odd_a, A[1]),
            even_a.plus(odd_a, -A[1]),
            even_b.plus(odd_b, B[1]),
            even_b.plus(odd_b, -B[1]),
            c[M - 1],
        ]
    }
}

/// The even powers of a polynomial, and the odd ones over x, at a point whose square is given.
#[inline(always)]
unsafe fn halves<V: Vector, const M: usize>(c: [V; M], square: f32) -> [V; 2] {
    // SAFETY: as above.
    unsafe {
        let mut sums = [V::zero(); 2];
        for i in (0..M).rev() {
            let last = i + 2 >= M;
            sums[i % 2] = if last {
                c[i]
            } else {
                c[i].plus(sums[i % 2], square)
            };
        }
        sums
    }
}

/// Eᵀ, which is Aᵀ.
#[inline(always)]
unsafe fn coefficients<V: Vector, const M: usize>([v0, v1, v2, v3, v4, v5]: [V; 6]) -> [V; M] {
    // SAFETY: as above.
    unsafe {
        let at_a = [v1.add(v2), v1.sub(v2)];
        let at_b = [v3.add(v4), v3.sub(v4)];
        let mut sums = [v0.add(at_a[0]).add(at_b[0]); M];
        for i in 1..M {
            sums[i] = at_a[i % 2].times(A[i]).plus(at_b[i % 2], B[i]);
        }
        sums[M - 1] = sums[M - 1].add(v5);
        sums
    }
}

/// The values over the divisors.
#[inline(always)]
unsafe fn divided<V: Vector>([v0, v1, v2, v3, v4, v5]: [V; 6]) -> [V; 6] {
    // SAFETY: as above.
    unsafe {
        let [v1, v2] = [v1.times(AT_A), v2.times(AT_A)];
        let [v3, v4] = [v3.times(AT_B), v4.times(AT_B)];
        [v0, v1, v2, v3, v4, v5]
    }
}

/// G
#[inline(always)]
unsafe fn weight<V: Vector, const R: usize>(g: [V; R]) -> [V; 6] {
    // SAFETY: as above.
    unsafe { divided(values(g)) }
}

/// Gᵀ
#[inline(always)]
unsafe fn weight_back<V: Vector, const R: usize>(v: [V; 6]) -> [V; R] {
    // SAFETY: as above.
    unsafe { coefficients(divided(v)) }
}
