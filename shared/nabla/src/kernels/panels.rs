//! A matrix packed once, for many small products: a network that goes from step to step multiplies
//! by the same weights each time, a few rows at once.

#![allow(
    unsafe_code,
    reason = "the micro-kernel reads and writes through raw pointers"
)]

use super::gemm::Matrix;
use super::microkernel::{Kernels, Tile, kernels};
use super::pack::pack;

/// B, cut into panels as wide as a tile, each packed for the micro-kernel.
pub struct Panels<'a> {
    kernels: &'static Kernels,
    packed: &'a [f32],
    rows: usize,
    columns: usize,
}

impl<'a> Panels<'a> {
    /// How many floats a matrix of this size takes.
    pub fn room(rows: usize, columns: usize) -> usize {
        rows * columns.next_multiple_of(kernels().lanes)
    }

    /// Packs `b` into `space`.
    ///
    /// # Panics
    /// If `space` does not hold exactly [`room`](Self::room) floats.
    pub fn pack(b: Matrix, space: &'a mut [f32]) -> Self {
        Self::pack_for(kernels(), b, space)
    }

    fn pack_for(kernels: &'static Kernels, b: Matrix, space: &'a mut [f32]) -> Self {
        let (rows, columns) = b.size();
        assert_eq!(space.len(), rows * columns.next_multiple_of(kernels.lanes));
        let mut left = &mut *space;
        for first in (0..columns).step_by(kernels.columns()) {
            let width = kernels.columns().min(columns - first);
            let padded = width.next_multiple_of(kernels.lanes);
            let (panel, rest) = left.split_at_mut(rows * padded);
            if rows > 0 {
                pack(b.piece(rows, first, width), padded, panel);
            }
            left = rest;
        }
        Panels {
            kernels,
            packed: space,
            rows,
            columns,
        }
    }

    /// C += A·B for `rows` rows of A and of C, which lie `a_line` and `c_line` floats apart. Each
    /// number of C is added up in the same order, however many rows there are.
    ///
    /// # Panics
    /// If A or C is too short.
    pub fn add_product(&self, rows: usize, (a, a_line): (&[f32], usize), c: (&mut [f32], usize)) {
        self.product(Matrix::lines(a, rows, self.rows, a_line), c, true);
    }

    /// C = A·B, or C += A·B if it `adds`; C's rows lie `c_line` floats apart.
    ///
    /// # Panics
    /// If the inner sizes differ, or C is too short.
    pub fn product(&self, a: Matrix, (c, c_line): (&mut [f32], usize), adds: bool) {
        let (rows, depth) = a.size();
        assert_eq!(depth, self.rows, "inner sizes differ");
        if rows == 0 || self.columns == 0 || (depth == 0 && adds) {
            return;
        }
        assert!(rows == 1 || c_line >= self.columns);
        assert!(holds(c, rows, c_line, self.columns));
        // Tiles of like height: two of four rows are quicker than one of six and one of two.
        let height = rows.div_ceil(rows.div_ceil(self.kernels.rows));
        let width = self.kernels.columns();
        for first in (0..self.columns).step_by(width) {
            for i in (0..rows).step_by(height) {
                let tile = Tile {
                    runs: 1,
                    depth,
                    a: a.row_on(i).as_ptr(),
                    a_line: a.line(),
                    a_run: 0,
                    b: self.packed[self.rows * first..].as_ptr(),
                    c: c[i * c_line + first..].as_mut_ptr(),
                    c_row: c_line,
                    accumulate: adds,
                };
                let columns = width.min(self.columns - first);
                // SAFETY: A holds the numbers of its rows and columns (`Matrix` sees to that), C's rows are
                // inside its slice, as checked above, and do not overlap; the panel from column `first` on
                // has `self.rows` rows of all its vectors.
                unsafe {
                    self.kernels.run_columns(
                        a.is_transposed(),
                        height.min(rows - i),
                        columns,
                        tile,
                    );
                }
            }
        }
    }
}

/// Does a slice hold `rows` rows of `len` floats, `line` apart?
fn holds(slice: &[f32], rows: usize, line: usize, len: usize) -> bool {
    let last = (rows - 1).checked_mul(line);
    last.and_then(|last| last.checked_add(len))
        .is_some_and(|end| end <= slice.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::sample;
    use crate::kernels::naive;

    #[test]
    fn agrees_with_the_three_loops() {
        for (rows, k, n) in [(1, 1, 1), (8, 64, 96), (5, 3, 7), (13, 33, 70), (3, 0, 4)] {
            let (a, b) = (sample([rows, k], 1), sample([k, n], 2));
            let turned = crate::Tensor::from(b.view().reversed_axes().to_owned());
            let want = naive::matmul(&a, &b);
            let plain = Matrix::new(b.data(), k, n);
            for b in [plain, Matrix::new(turned.data(), n, k).t()] {
                let mut space = vec![f32::NAN; Panels::room(k, n)];
                let panels = Panels::pack(b, &mut space);
                // Rows further apart than they are long: what lies between must stay.
                let line = n + 3;
                let mut c = vec![0.5; rows * line];
                panels.add_product(rows, (a.data(), k), (&mut c, line));
                for (got, want) in c.chunks(line).zip(want.data().chunks(n)) {
                    let fits = |(got, want): (&f32, &f32)| (got - want - 0.5).abs() < 1e-4;
                    assert!(got.iter().zip(want).all(fits), "{rows}×{k}×{n}");
                    assert_eq!(got[n..], [0.5; 3]);
                }
            }
        }
    }

    /// How many rows go together depends on the number of threads; what they come to must not.
    #[test]
    fn a_row_is_the_same_in_any_company() {
        let (k, n) = (33, 75);
        let (a, b) = (sample([29, k], 1), sample([k, n], 2));
        for kernels in super::super::microkernel::all() {
            let kernels: &'static Kernels = Box::leak(Box::new(kernels));
            let mut space = vec![f32::NAN; k * n.next_multiple_of(kernels.lanes)];
            let panels = Panels::pack_for(kernels, Matrix::new(b.data(), k, n), &mut space);
            let product = |together: usize| {
                let mut c = vec![0.5; 29 * n];
                for (a, c) in a
                    .data()
                    .chunks(together * k)
                    .zip(c.chunks_mut(together * n))
                {
                    panels.add_product(a.len() / k, (a, k), (c, n));
                }
                c.iter().map(|x| x.to_bits()).collect::<Vec<_>>()
            };
            let alone = product(1);
            for together in 2..=29 {
                assert_eq!(
                    product(together),
                    alone,
                    "{together}, {} lanes",
                    kernels.lanes
                );
            }
        }
    }

    #[test]
    fn some_columns_of_a_matrix() {
        let (a, b) = (sample([2, 3], 1), sample([3, 5], 2));
        let whole = naive::matmul(&a, &b);
        let b = Matrix::new(b.data(), 3, 5).columns(1..4);
        let mut space = vec![f32::NAN; Panels::room(3, 3)];
        let mut c = [0.0; 6];
        Panels::pack(b, &mut space).add_product(2, (a.data(), 3), (&mut c, 3));
        for (got, want) in c.chunks(3).zip(whole.data().chunks(5)) {
            assert!(
                got.iter()
                    .zip(&want[1..4])
                    .all(|(a, b)| (a - b).abs() < 1e-6)
            );
        }
    }
}
