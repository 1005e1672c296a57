//! The innermost loop of the matrix product: a small tile of C, held in registers.
//!
//! A tile is up to [`TILE_ROWS`] rows by one or two vectors. Each step along k loads one row of B
//! (a vector or two), broadcasts one number of A for each row, and does a multiply-add for every
//! vector of the tile: a dozen times more arithmetic than loads, which is the whole trick.

#![allow(unsafe_code, reason = "vector instructions work on raw pointers")]

use std::sync::OnceLock;

/// Rows of a full tile.
pub const TILE_ROWS: usize = 12;
/// Columns of the widest tile on any machine.
pub const MAX_COLUMNS: usize = 32;

/// Where the k-loop reads A, and where the tile of C lies.
#[derive(Clone, Copy)]
pub struct Tile {
    /// The k-loop comes in `runs` of `depth` steps each: one run for a matrix; for a window over an
    /// image one a row of the window, as the rows do not follow each other in memory.
    pub runs: usize,
    pub depth: usize,
    /// A's first element of this tile, and how far apart its lines are (the lines are rows, or
    /// columns where A is transposed; the numbers of a line lie side by side).
    pub a: *const f32,
    pub a_line: usize,
    /// From A's first element in one run to that in the next.
    pub a_run: usize,
    /// Packed B: `runs * depth` rows of exactly the tile's width.
    pub b: *const f32,
    /// C's first element of this tile, and the distance between its rows.
    pub c: *mut f32,
    pub c_row: usize,
    /// Add to C, or overwrite it?
    pub accumulate: bool,
}

/// `kernel(tile)` for a fixed number of rows and vectors.
type Kernel = unsafe fn(Tile);

/// One machine's kernels: `table[a is transposed][vectors - 1][rows - 1]`.
pub struct Kernels {
    /// Floats in a vector.
    pub lanes: usize,
    /// Vectors across a full tile.
    pub vectors: usize,
    /// Rows of a full tile.
    pub rows: usize,
    table: [[[Kernel; TILE_ROWS]; 2]; 2],
}

impl Kernels {
    /// Computes one tile.
    ///
    /// # Safety
    /// Every element the tile names must be readable (A, B) or writable (C), with
    /// `vectors * lanes` columns in B and C.
    pub unsafe fn run(&self, transposed: bool, rows: usize, vectors: usize, tile: Tile) {
        // SAFETY: by the caller's promise; the table was chosen for this machine.
        unsafe { self.table[usize::from(transposed)][vectors - 1][rows - 1](tile) }
    }

    /// Computes a tile that has only `columns` columns in C, which may be fewer than its vectors are
    /// wide: then a full tile is computed aside, and what exists is kept.
    ///
    /// # Safety
    /// As for [`run`](Self::run), with all vectors that `columns` need in B and `columns` in C.
    pub unsafe fn run_columns(
        &self,
        transposed: bool,
        rows: usize,
        columns: usize,
        mut tile: Tile,
    ) {
        let vectors = columns.div_ceil(self.lanes);
        let width = vectors * self.lanes;
        if width == columns {
            // SAFETY: by the caller's promise.
            unsafe { self.run(transposed, rows, vectors, tile) };
            return;
        }
        let mut aside = [0.0; TILE_ROWS * MAX_COLUMNS];
        let (c, c_row) = (tile.c, tile.c_row);
        // SAFETY: this piece of C is the tile's own, by the caller's promise.
        let piece = |r: usize| unsafe { std::slice::from_raw_parts_mut(c.add(r * c_row), columns) };
        if tile.accumulate {
            for r in 0..rows {
                aside[r * width..][..columns].copy_from_slice(piece(r));
            }
        }
        tile.c = aside.as_mut_ptr();
        tile.c_row = width;
        // SAFETY: by the caller's promise, with C's tile in `aside`, which has room for the largest.
        unsafe { self.run(transposed, rows, vectors, tile) };
        for r in 0..rows {
            piece(r).copy_from_slice(&aside[r * width..][..columns]);
        }
    }

    /// Columns of a full tile.
    pub fn columns(&self) -> usize {
        self.lanes * self.vectors
    }
}

/// Writes a generic kernel once for each instruction set: the same five lines, other intrinsics.
macro_rules! kernels {
    ($name:ident, $(#[$attr:meta])? $lanes:literal x $vectors:literal, rows $rows:literal, $vector:ty,
     zero $zero:expr, load $load:expr, store $store:expr, splat $splat:expr, fma $fma:expr) => {
        mod $name {
            use super::*;

            $(#[$attr])?
            unsafe fn tile<const TRANSPOSED: bool, const ROWS: usize, const VECTORS: usize>(t: Tile) {
                // SAFETY: `Kernels::run` passes on its caller's promise.
                unsafe {
                    let mut sums: [[$vector; VECTORS]; ROWS] = [[$zero; VECTORS]; ROWS];
                    if t.accumulate {
                        for i in 0..ROWS {
                            for v in 0..VECTORS {
                                sums[i][v] = $load(t.c.add(i * t.c_row + v * $lanes));
                            }
                        }
                    }
                    // The layout is a constant here, so that each address is a register plus a
                    // constant or one stride: with two strides the loop runs out of registers.
                    let (a_row, a_step) = if TRANSPOSED { (1, t.a_line) } else { (t.a_line, 1) };
                    let (mut run, mut b) = (t.a, t.b);
                    for _ in 0..t.runs {
                        let mut a = run;
                        for _ in 0..t.depth {
                            let mut row: [$vector; VECTORS] = [$zero; VECTORS];
                            for v in 0..VECTORS {
                                row[v] = $load(b.add(v * $lanes));
                            }
                            for i in 0..ROWS {
                                let factor = $splat(*a.add(i * a_row));
                                for v in 0..VECTORS {
                                    sums[i][v] = $fma(factor, row[v], sums[i][v]);
                                }
                            }
                            // Wrapping: a line's last step leads beyond the end of A, unused.
                            a = a.wrapping_add(a_step);
                            b = b.add(VECTORS * $lanes);
                        }
                        run = run.wrapping_add(t.a_run);
                    }
                    for i in 0..ROWS {
                        for v in 0..VECTORS {
                            $store(t.c.add(i * t.c_row + v * $lanes), sums[i][v]);
                        }
                    }
                }
            }

            const fn heights<const TRANSPOSED: bool, const VECTORS: usize>() -> [Kernel; TILE_ROWS] {
                [
                    tile::<TRANSPOSED, 1, VECTORS>, tile::<TRANSPOSED, 2, VECTORS>,
                    tile::<TRANSPOSED, 3, VECTORS>, tile::<TRANSPOSED, 4, VECTORS>,
                    tile::<TRANSPOSED, 5, VECTORS>, tile::<TRANSPOSED, 6, VECTORS>,
                    tile::<TRANSPOSED, 7, VECTORS>, tile::<TRANSPOSED, 8, VECTORS>,
                    tile::<TRANSPOSED, 9, VECTORS>, tile::<TRANSPOSED, 10, VECTORS>,
                    tile::<TRANSPOSED, 11, VECTORS>, tile::<TRANSPOSED, 12, VECTORS>,
                ]
            }

            pub fn table() -> Kernels {
                Kernels {
                    lanes: $lanes,
                    vectors: $vectors,
                    rows: $rows,
                    table: [
                        [heights::<false, 1>(), heights::<false, 2>()],
                        [heights::<true, 1>(), heights::<true, 2>()],
                    ],
                }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

#[cfg(target_arch = "x86_64")]
kernels!(avx512, #[target_feature(enable = "avx512f")] 16 x 2, rows 12, __m512,
    zero _mm512_setzero_ps(), load _mm512_loadu_ps, store _mm512_storeu_ps,
    splat _mm512_set1_ps, fma _mm512_fmadd_ps);

#[cfg(target_arch = "x86_64")]
kernels!(avx2, #[target_feature(enable = "avx2,fma")] 8 x 2, rows 6, __m256,
    zero _mm256_setzero_ps(), load _mm256_loadu_ps, store _mm256_storeu_ps,
    splat _mm256_set1_ps, fma _mm256_fmadd_ps);

// Everything else (NEON, SIMD128, plain x86-64): arrays that the compiler turns into vectors.
kernels!(portable, 4 x 2, rows 6, [f32; 4],
    zero [0.0; 4], load portable_load, store portable_store, splat portable_splat, fma portable_fma);

unsafe fn portable_load(from: *const f32) -> [f32; 4] {
    // SAFETY: by the caller's promise; an array of floats needs no more alignment than a float.
    unsafe { *from.cast() }
}

unsafe fn portable_store(to: *mut f32, vector: [f32; 4]) {
    // SAFETY: as above.
    unsafe { *to.cast() = vector }
}

fn portable_splat(x: f32) -> [f32; 4] {
    [x; 4]
}

fn portable_fma(a: [f32; 4], b: [f32; 4], c: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|i| super::math::multiply_add(a[i], b[i], c[i]))
}

/// The best kernels this machine can run, looked up once.
pub fn kernels() -> &'static Kernels {
    static KERNELS: OnceLock<Kernels> = OnceLock::new();
    KERNELS.get_or_init(|| {
        #[cfg(all(target_arch = "x86_64", not(miri)))]
        {
            if is_x86_feature_detected!("avx512f") {
                return avx512::table();
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return avx2::table();
            }
        }
        portable::table()
    })
}

/// All kernel sets this machine can run: the tests try each.
#[cfg(test)]
pub fn all() -> Vec<Kernels> {
    let mut sets = vec![portable::table()];
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    {
        if is_x86_feature_detected!("avx512f") {
            sets.push(avx512::table());
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            sets.push(avx2::table());
        }
    }
    sets
}
