//! The arithmetic of Winograd's convolution, F(2×2, 3×3): four results of a 3 × 3 window for 16
//! multiplications instead of 36 (Lavin and Gray, *Fast Algorithms for Convolutional Neural
//! Networks*, 2016, after Winograd, 1980).
//!
//! In one dimension, a window g of three numbers at two places of d needs six multiplications:
//!
//! ```text
//! y₀ = d₀g₀ + d₁g₁ + d₂g₂
//! y₁ = d₁g₀ + d₂g₁ + d₃g₂
//! ```
//!
//! Four are enough. Let
//!
//! ```text
//! m₀ = (d₀ − d₂)·g₀              m₁ = (d₁ + d₂)·(g₀ + g₁ + g₂)/2
//! m₃ = (d₁ − d₃)·g₂              m₂ = (d₂ − d₁)·(g₀ − g₁ + g₂)/2
//! ```
//!
//! In m₁ + m₂ the terms d₂g₁·… cancel: m₁ + m₂ = d₁g₁ + d₂g₀ + d₂g₂, and m₁ − m₂ = d₁g₀ + d₁g₂ +
//! d₂g₁. So
//!
//! ```text
//! m₀ + m₁ + m₂ = d₀g₀ − d₂g₀ + d₁g₁ + d₂g₀ + d₂g₂ = y₀
//! m₁ − m₂ − m₃ = d₁g₀ + d₁g₂ + d₂g₁ − d₁g₂ + d₃g₂ = y₁
//! ```
//!
//! As matrices: y = Aᵀ·[(G·g) ⊙ (Bᵀ·d)]. Along rows and then along columns, a 4 × 4 tile d gives
//! a 2 × 2 result:
//!
//! ```text
//! U = G·g·Gᵀ     V = Bᵀ·d·B     M = U ⊙ V     y = Aᵀ·M·A
//!
//!      ⎡1  0 −1  0⎤        ⎡1   0   0⎤
//! Bᵀ = ⎢0  1  1  0⎥    G = ⎢½   ½   ½⎥    Aᵀ = ⎡1  1  1  0⎤
//!      ⎢0 −1  1  0⎥        ⎢½  −½   ½⎥         ⎣0  1 −1 −1⎦
//!      ⎣0  1  0 −1⎦        ⎣0   0   1⎦
//! ```
//!
//! Sums over input channels commute with Aᵀ…A, so with many channels ⊙ becomes sixteen matrix
//! products, and the transforms are paid once a tile. They are additions alone, on all channels side by
//! side.
//!
//! Each line is linear, so the chain rule transposes it, and backward runs through the same sixteen
//! products: dM = A·dy·Aᵀ, dU = Σ dM ⊙ V, dV = U ⊙ dM, dd = B·dV·Bᵀ (overlapping tiles add
//! up), dg = Gᵀ·dU·G.

#![allow(unsafe_code, reason = "vector instructions work on raw pointers")]

use crate::kernels::microkernel::Kernels;
use crate::kernels::vector::Vector;

/// Where the numbers of a row of tiles lie: `(i, j)` of tile t at `i * down + j * right + t * next`, for
/// all its channels side by side.
#[derive(Clone, Copy)]
pub struct Layout {
    pub down: usize,
    pub right: usize,
    pub next: usize,
}

impl Layout {
    /// From the first number of the first of `tiles` tiles of `n × n` to the last one's last channel, if
    /// that can be counted.
    fn reach(self, n: usize, tiles: usize, channels: usize) -> Option<usize> {
        let square = self.down.checked_add(self.right)?.checked_mul(n - 1)?;
        let last = self.next.checked_mul(tiles - 1)?;
        square.checked_add(last)?.checked_add(channels)
    }
}

/// One of the six transforms below: reads a tile of M × M, writes one of N × N.
#[derive(Clone, Copy)]
pub enum Transform {
    /// V = Bᵀ·d·B
    Input,
    /// dd += B·dV·Bᵀ
    InputBack,
    /// U = G·g·Gᵀ
    Weight,
    /// dg = Gᵀ·dU·G
    WeightBack,
    /// y = Aᵀ·M·A
    Output,
    /// dM = A·dy·Aᵀ
    OutputBack,
}

impl Transform {
    /// Sides of the tile that is read and of the one that is written.
    fn sides(self) -> [usize; 2] {
        match self {
            Transform::Input | Transform::InputBack => [4, 4],
            Transform::Weight => [3, 4],
            Transform::WeightBack => [4, 3],
            Transform::Output => [4, 2],
            Transform::OutputBack => [2, 4],
        }
    }
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
/// If a tile reaches beyond its slice, or the channels do not fill the machine's vectors.
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
    let [m, n] = which.sides();
    assert!(channels.is_multiple_of(kernels.lanes));
    let lies_in = |reach: Option<usize>, len| reach.is_some_and(|reach| reach <= len);
    assert!(lies_in(read.reach(m, tiles, channels), from.len()));
    assert!(lies_in(write.reach(n, tiles, channels), to.len()));
    let job = Job {
        from: from.as_ptr(),
        read,
        to: to.as_mut_ptr(),
        write,
        tiles,
        channels,
    };
    // SAFETY: all tiles lie inside their slices for whole vectors of channels, and the set of
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
            Transform::Input => each::<V, 4, 4, false>(job, input),
            Transform::InputBack => each::<V, 4, 4, true>(job, input_back),
            Transform::Weight => each::<V, 3, 4, false>(job, weight),
            Transform::WeightBack => each::<V, 4, 3, false>(job, weight_back),
            Transform::Output => each::<V, 4, 2, false>(job, output),
            Transform::OutputBack => each::<V, 2, 4, false>(job, output_back),
        }
    }
}

/// The loop over tiles and channels: `line` goes along the rows and then along the columns.
#[allow(
    clippy::needless_range_loop,
    reason = "both indices of a small square, one way and the other"
)]
#[inline(always)]
unsafe fn each<V: Vector, const M: usize, const N: usize, const ADD: bool>(
    job: Job,
    line: unsafe fn([V; M]) -> [V; N],
) {
    let (read, write) = (job.read, job.write);
    for tile in 0..job.tiles {
        for at in (0..job.channels).step_by(V::LANES) {
            // SAFETY: by the caller's promise.
            unsafe {
                let from = job.from.add(tile * read.next + at);
                let to = job.to.add(tile * write.next + at);
                // turned[j][i]: the rows transformed, and the square turned on its diagonal.
                let mut turned = [[V::zero(); M]; N];
                for i in 0..M {
                    let mut row = [V::zero(); M];
                    for j in 0..M {
                        row[j] = V::load(from.add(i * read.down + j * read.right));
                    }
                    let row = line(row);
                    for j in 0..N {
                        turned[j][i] = row[j];
                    }
                }
                for j in 0..N {
                    let column = line(turned[j]);
                    for i in 0..N {
                        let to = to.add(i * write.down + j * write.right);
                        let old = if ADD { V::load(to) } else { V::zero() };
                        (if ADD { column[i].add(old) } else { column[i] }).store(to);
                    }
                }
            }
        }
    }
}

/// Bᵀ
#[inline(always)]
unsafe fn input<V: Vector>([a, b, c, d]: [V; 4]) -> [V; 4] {
    // SAFETY: by the caller's promise, here and below.
    unsafe { [a.sub(c), b.add(c), c.sub(b), b.sub(d)] }
}

/// B
#[inline(always)]
unsafe fn input_back<V: Vector>([a, b, c, d]: [V; 4]) -> [V; 4] {
    // SAFETY: as above.
    unsafe { [a, b.sub(c).add(d), b.add(c).sub(a), V::zero().sub(d)] }
}

/// G
#[inline(always)]
unsafe fn weight<V: Vector>([a, b, c]: [V; 3]) -> [V; 4] {
    // SAFETY: as above.
    unsafe {
        let (ends, middle) = (a.add(c).half(), b.half());
        [a, ends.add(middle), ends.sub(middle), c]
    }
}

/// Gᵀ
#[inline(always)]
unsafe fn weight_back<V: Vector>([a, b, c, d]: [V; 4]) -> [V; 3] {
    // SAFETY: as above.
    unsafe {
        let ends = b.add(c).half();
        [a.add(ends), b.sub(c).half(), d.add(ends)]
    }
}

/// Aᵀ
#[inline(always)]
unsafe fn output<V: Vector>([a, b, c, d]: [V; 4]) -> [V; 2] {
    // SAFETY: as above.
    unsafe { [a.add(b).add(c), b.sub(c).sub(d)] }
}

/// A
#[inline(always)]
unsafe fn output_back<V: Vector>([a, b]: [V; 2]) -> [V; 4] {
    // SAFETY: as above.
    unsafe { [a, a.add(b), a.sub(b), V::zero().sub(b)] }
}
