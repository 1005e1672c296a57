//! The general matrix product C = A·B, the kernel under every dense layer.
//!
//! Three ideas make it fast, after Goto and van de Geijn, *Anatomy of High-Performance Matrix
//! Multiplication* (2008):
//! 1. a tile of C stays in registers for the whole k-loop (`microkernel.rs`);
//! 2. the columns of B a tile needs are *packed* side by side first, a piece of k at a time, so that
//!    they stay in the first-level cache while every row of A goes past them;
//! 3. different blocks of C are different threads' work: nothing is shared, nothing is reduced.

#![allow(
    unsafe_code,
    reason = "the micro-kernel reads and writes through raw pointers"
)]

use super::microkernel::{Kernels, MAX_COLUMNS, Tile, kernels};
use super::pack::{Piece, pack};
use super::threads::{Shared, WORKING_SPACE, parallel, with_working_space};
use std::ops::Range;

/// A matrix somewhere in a slice: element (i, j) lies at `i * row + j * column`. Swapping the two
/// strides transposes it without moving a number.
#[derive(Clone, Copy)]
pub struct Matrix<'a> {
    data: &'a [f32],
    rows: usize,
    columns: usize,
    row: usize,
    column: usize,
}

impl<'a> Matrix<'a> {
    /// A row-major matrix.
    ///
    /// # Panics
    /// If the slice does not hold exactly its numbers.
    pub fn new(data: &'a [f32], rows: usize, columns: usize) -> Self {
        assert_eq!(
            Some(data.len()),
            rows.checked_mul(columns),
            "the slice is no {rows}×{columns} matrix"
        );
        Matrix {
            data,
            rows,
            columns,
            row: columns,
            column: 1,
        }
    }

    /// Rows that lie `line` floats apart, as a head's columns of a batch of sequences do.
    ///
    /// # Panics
    /// If the slice ends before the last of them, or they overlap.
    pub fn lines(data: &'a [f32], rows: usize, columns: usize, line: usize) -> Self {
        let last = rows.saturating_sub(1).checked_mul(line);
        let end = last.and_then(|last| last.checked_add(columns));
        assert!(
            rows == 0
                || (end.is_some_and(|end| end <= data.len()) && (rows == 1 || line >= columns)),
            "the slice has no {rows} rows of {columns}, {line} apart"
        );
        Matrix {
            data,
            rows,
            columns,
            row: line,
            column: 1,
        }
    }

    /// These of its columns.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn columns(self, columns: Range<usize>) -> Self {
        assert!(columns.start <= columns.end && columns.end <= self.columns);
        let first = (columns.start * self.column).min(self.data.len());
        Matrix {
            data: &self.data[first..],
            columns: columns.len(),
            ..self
        }
    }

    /// How many rows and columns.
    pub fn size(self) -> (usize, usize) {
        (self.rows, self.columns)
    }

    /// `rows` of its rows from the top, `columns` of its columns from `first` on, to be packed.
    pub fn piece(self, rows: usize, first: usize, columns: usize) -> Piece<'a> {
        Piece {
            data: &self.data[first * self.column..],
            rows,
            columns,
            line: self.line(),
            transposed: self.is_transposed(),
        }
    }

    /// Its numbers from this row's first on.
    pub fn row_on(self, row: usize) -> &'a [f32] {
        &self.data[row * self.row..]
    }

    /// Do the numbers of a column lie side by side, and not those of a row?
    pub fn is_transposed(self) -> bool {
        self.column != 1
    }

    /// The distance between two lines (rows, or columns of a transposed matrix).
    pub fn line(self) -> usize {
        if self.is_transposed() {
            self.column
        } else {
            self.row
        }
    }

    /// The transpose: the same numbers, read the other way.
    pub fn t(self) -> Self {
        Matrix {
            data: self.data,
            rows: self.columns,
            columns: self.rows,
            row: self.column,
            column: self.row,
        }
    }
}

/// Steps along k that one packed piece of B covers: 256 × 32 floats are 32 KiB, so a piece lives in
/// the first-level cache.
const DEPTH: usize = 256;
const _: () = assert!(DEPTH * MAX_COLUMNS <= WORKING_SPACE);

/// Rows of C in one thread's block: enough that packing B is a small part of the work.
const BLOCK_ROWS: usize = 96;

/// Multiply-adds below which a second thread costs more than it saves.
pub const WORTH_SHARING: usize = 1 << 17;

/// C = A·B into `c` (`[a.rows, b.columns]`, row-major). When a block's rows are complete, while they
/// are still in the cache, `finish(first_column, row)` sees each piece of a row once: the place for
/// a bias and an activation.
///
/// # Panics
/// If the sizes do not fit.
pub fn gemm(a: Matrix, b: Matrix, c: &mut [f32], finish: impl Fn(usize, &mut [f32]) + Sync) {
    gemm_with(kernels(), a, b, c, How::default(), finish);
}

/// C = A·B by this thread alone, or C += A·B.
pub fn gemm_alone(a: Matrix, b: Matrix, c: &mut [f32], adds: bool) {
    let how = How { adds, alone: true };
    gemm_with(kernels(), a, b, c, how, |_, _| {});
}

/// C += A·B.
pub fn gemm_adding(a: Matrix, b: Matrix, c: &mut [f32]) {
    let how = How {
        adds: true,
        alone: false,
    };
    gemm_with(kernels(), a, b, c, how, |_, _| {});
}

/// Does the product overwrite C or add to it, and may other threads help?
#[derive(Clone, Copy, Default)]
struct How {
    adds: bool,
    alone: bool,
}

fn gemm_with(
    kernels: &Kernels,
    a: Matrix,
    b: Matrix,
    c: &mut [f32],
    how: How,
    finish: impl Fn(usize, &mut [f32]) + Sync,
) {
    let (m, n, k) = (a.rows, b.columns, a.columns);
    assert_eq!(k, b.rows, "inner sizes differ");
    assert_eq!(
        Some(c.len()),
        m.checked_mul(n),
        "the result has the wrong size"
    );
    if m == 0 || n == 0 {
        return;
    }
    if k == 0 {
        if !how.adds {
            c.fill(0.0);
        }
        c.chunks_exact_mut(n).for_each(|row| finish(0, row));
        return;
    }
    // The grid of blocks depends on the sizes alone, never on the number of threads.
    let panels = n.div_ceil(kernels.columns());
    // On a machine of 32 bits the work of one large layer can be more than a `usize` counts.
    let shared = !how.alone && m.saturating_mul(n).saturating_mul(k) >= WORTH_SHARING;
    let strips = if shared { strips(m, panels) } else { 1 };
    let strip = m.div_ceil(strips).next_multiple_of(kernels.rows);
    let strips = m.div_ceil(strip);
    let c = Shared(c.as_mut_ptr());
    let block = |i: usize| {
        let (panel, first_row) = (i / strips, (i % strips) * strip);
        let first_column = panel * kernels.columns();
        let block = Block {
            kernels,
            a,
            b,
            first_row,
            rows: strip.min(m - first_row),
            first_column,
            columns: kernels.columns().min(n - first_column),
            adds: how.adds,
        };
        block.multiply(&c, n);
        for i in first_row..first_row + block.rows {
            // SAFETY: this block's own columns of row i; blocks do not overlap.
            finish(first_column, unsafe {
                c.piece(i * n + first_column, block.columns)
            });
        }
    };
    if shared {
        parallel(panels * strips, block);
    } else {
        (0..panels).for_each(block);
    }
}

/// In how many strips of rows a result is cut: enough that eight threads have work, but not so many
/// that a strip is shorter than half a block, nor so few that one is longer than sixteen.
fn strips(m: usize, panels: usize) -> usize {
    let wanted = 8_usize.div_ceil(panels);
    wanted
        .min(m.div_ceil(BLOCK_ROWS / 2))
        .max(m / (8 * BLOCK_ROWS))
        .max(1)
}

/// One block of C: some rows, and no more columns than a tile is wide.
struct Block<'a> {
    kernels: &'a Kernels,
    a: Matrix<'a>,
    b: Matrix<'a>,
    first_row: usize,
    rows: usize,
    first_column: usize,
    columns: usize,
    adds: bool,
}

impl Block<'_> {
    fn multiply(&self, c: &Shared, c_row: usize) {
        with_working_space(|packed| {
            for start in (0..self.a.columns).step_by(DEPTH) {
                let depth = DEPTH.min(self.a.columns - start);
                let width = self.columns.next_multiple_of(self.kernels.lanes);
                pack(self.piece_of_b(start, depth), width, packed);
                self.add_piece(start, depth, packed, c, c_row);
            }
        });
    }

    /// The part of B that `depth` steps from `start` of this block's columns need.
    fn piece_of_b(&self, start: usize, depth: usize) -> Piece<'_> {
        Piece {
            data: &self.b.data[start * self.b.row + self.first_column * self.b.column..],
            rows: depth,
            columns: self.columns,
            line: self.b.line(),
            transposed: self.b.is_transposed(),
        }
    }

    /// Adds the part of the product that k in `start..start + depth` contributes.
    fn add_piece(&self, start: usize, depth: usize, packed: &[f32], c: &Shared, c_row: usize) {
        let end = self.first_row + self.rows;
        // Tiles of about equal height: a low one at the end would wait for its few sums.
        let height = self.rows.div_ceil(self.rows.div_ceil(self.kernels.rows));
        for i in (self.first_row..end).step_by(height) {
            let rows = height.min(end - i);
            let tile = Tile {
                runs: 1,
                depth,
                a: self.a.data[i * self.a.row + start * self.a.column..].as_ptr(),
                a_line: self.a.line(),
                a_run: 0,
                b: packed.as_ptr(),
                // SAFETY: row i and this column lie inside C.
                c: unsafe { c.0.add(i * c_row + self.first_column) },
                c_row,
                accumulate: self.adds || start > 0,
            };
            let transposed = self.a.is_transposed();
            // SAFETY: A and C hold the numbers of their rows and columns (`Matrix::new`, `Matrix::lines`
            // and `gemm_with` have multiplied without wrapping): so rows i.. and k start.. lie inside A,
            // this block's tile inside C. B's packed piece has `depth` rows of all vectors.
            unsafe {
                self.kernels
                    .run_columns(transposed, rows, self.columns, tile)
            };
        }
    }
}

#[cfg(test)]
mod tests;
