//! The matrix product: y = a·b.
//!
//! ```text
//! a [m, k]   b [k, n]   y [m, n]      y_ij = Σ_p a_ip · b_pj
//!
//! da = dy·bᵀ                          a_ip meets every y_ij of its row, through b_pj
//! db = aᵀ·dy                          b_pj meets every y_ij of its column, through a_ip
//! ```

pub(crate) mod gpu;

use super::Backward;
use crate::Tensor;
use crate::kernels::{Matrix, gemm};
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct MatMul {
    a: Id,
    b: Id,
}

impl<'t> Var<'t> {
    /// The matrix product `[m, k] · [k, n] → [m, n]`.
    ///
    /// # Panics
    /// If either is not a matrix, or the inner sizes differ.
    #[track_caller]
    pub fn matmul(self, other: Var<'t>) -> Var<'t> {
        self.check_same_tape(other);
        let (a, b) = (self.value(), other.value());
        let (&[m, k], &[k_b, n]) = (a.dims(), b.dims()) else {
            panic!(
                "matmul: {} and {} are not both matrices; reshape first",
                a.shape(),
                b.shape()
            );
        };
        assert!(
            k == k_b,
            "matmul: inner sizes of {} and {} differ, {k} and {k_b}; does one need .t()?",
            a.shape(),
            b.shape()
        );
        let y = product(&a, &b, [m, n]);
        let op = MatMul {
            a: self.id,
            b: other.id,
        };
        self.tape.record(y, &[self.id, other.id], op)
    }
}

#[track_caller]
fn product(a: &Tensor, b: &Tensor, shape: [usize; 2]) -> Tensor {
    if let Some(gpu) = crate::gpu::of("matmul", [a, b]) {
        return gpu::multiply(&gpu, gpu::matrix(a), gpu::matrix(b), shape, None);
    }
    let mut y = Tensor::scratch(shape);
    gemm(matrix(a), matrix(b), y.data_mut(), |_, _| {});
    y
}

fn matrix(t: &Tensor) -> Matrix<'_> {
    let (rows, columns) = t.shape().as_rows();
    Matrix::new(t.data(), rows, columns)
}

impl Backward for MatMul {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let (a, b) = (values.get(self.a), values.get(self.b));
        if let Some(gpu) = dy.gpu() {
            return gpu::backward(gpu, self, [a, b], &dy, grads);
        }
        if grads.wants(self.a) {
            let mut da = Tensor::scratch(a.shape());
            gemm(matrix(&dy), matrix(b).t(), da.data_mut(), |_, _| {});
            grads.add(self.a, da);
        }
        if grads.wants(self.b) {
            let mut db = Tensor::scratch(b.shape());
            gemm(matrix(a).t(), matrix(&dy), db.data_mut(), |_, _| {});
            grads.add(self.b, db);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tape;
    use crate::gradcheck::{assert_gradients, sample};

    #[test]
    fn gradients() {
        let inputs = [sample([4, 3], 1), sample([3, 5], 2)];
        assert_gradients(&inputs, |_, v| v[0].matmul(v[1]).square().sum());
    }

    #[test]
    #[should_panic(expected = "matmul: inner sizes of [2, 3] and [2, 3] differ")]
    fn a_shape_mistake_is_explained() {
        let tape = Tape::new();
        let a = tape.constant(Tensor::zeros([2, 3]));
        a.matmul(a);
    }
}
