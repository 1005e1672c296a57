//! A product with a sparse matrix, from the left: what the neighbours of each node of a graph send it.
//!
//! ```text
//! a [N, M], few entries   x [M, C]   y [N, C]      y = a·x:   y_i = Σ over the entries j of row i of a_ij · x_j
//!
//! dx = aᵀ·dy              (a is given: it gets no gradient)
//! ```
//!
//! [`Var::segment_sum`] of [`Var::gather`] is the same without the numbers a_ij, by way of a row for each entry.

mod gpu;

use super::Backward;
use crate::kernels::sparse;
use crate::tape::{Grads, Id, Values, Var};
use crate::{Sparse, Tensor};

pub(crate) struct SparseMatMul {
    a: Sparse,
    x: Id,
}

impl<'t> Var<'t> {
    /// The product a·x of a sparse matrix `[N, M]` with this, `[M, C]`: `[N, C]`. The sparse one stands on the left.
    ///
    /// # Panics
    /// If this is not a matrix with a row for each column of `a`.
    #[track_caller]
    pub fn sparse_matmul(self, a: &Sparse) -> Var<'t> {
        let x = self.value();
        let [rows, columns] = a.dims();
        assert!(
            x.shape().rank() == 2 && x.dims()[0] == columns,
            "sparse_matmul: a is [{rows}, {columns}], so x must be [{columns}, C], and it is {}",
            x.shape()
        );
        let y = product(a, false, &x);
        let op = SparseMatMul {
            a: a.clone(),
            x: self.id,
        };
        self.tape.record(y, &[self.id], op)
    }
}

/// a·x, or aᵀ·x.
fn product(a: &Sparse, transposed: bool, x: &Tensor) -> Tensor {
    let (a, width) = (a.rows(transposed), x.dims()[1]);
    if let Some(gpu) = x.gpu() {
        return gpu::product(gpu, a, x, width);
    }
    let mut y = Tensor::scratch([a.count(), width]);
    sparse::multiply(a, x.data(), y.data_mut(), width);
    y
}

impl Backward for SparseMatMul {
    fn backward(&self, _y: &Tensor, dy: Tensor, _values: Values, grads: &mut Grads) {
        grads.add(self.x, product(&self.a, true, &dy));
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Sparse, Tape, Tensor};

    fn matrix(rows: usize, columns: usize, count: usize) -> Sparse {
        let entry = |i: usize| {
            let value = (i % 7) as f32 - 2.5;
            ((i * i % rows) as u32, (5 * i % columns) as u32, value)
        };
        Sparse::new([rows, columns], &(0..count).map(entry).collect::<Vec<_>>())
    }

    #[test]
    fn is_the_product_with_the_dense_matrix() {
        for (rows, columns, count, width) in [
            (3, 5, 4, 2),
            (700, 300, 9_000, 17),
            (4, 6, 0, 3),
            (5, 2, 9, 0),
        ] {
            let a = matrix(rows, columns, count);
            let run = |is_sparse: bool| {
                let tape = Tape::new();
                let x = tape.variable(sample([columns, width], 1));
                let y = match is_sparse {
                    true => x.sparse_matmul(&a),
                    false => tape.constant(a.dense()).matmul(x),
                };
                let grads = y.square().sum().backward();
                [y.value(), grads.of(x).clone()]
            };
            for (got, want) in run(true).iter().zip(run(false)) {
                assert_eq!(got.dims(), want.dims());
                for (got, want) in got.data().iter().zip(want.data()) {
                    assert!((got - want).abs() <= 1e-5 * (1.0 + want.abs()) * count as f32);
                }
            }
        }
    }

    #[test]
    fn gradients() {
        assert_gradients(&[sample([4, 3], 1)], |_, v| {
            v[0].sparse_matmul(&matrix(5, 4, 9)).powi(3).mean()
        });
    }

    #[test]
    #[should_panic(expected = "a is [2, 5], so x must be [5, C], and it is [2, 5]")]
    fn sizes_that_do_not_fit_are_explained() {
        let x = Tensor::zeros([2, 5]);
        Tape::new().constant(x).sparse_matmul(&matrix(2, 5, 3));
    }
}
