//! The transpose of a matrix: y_ji = a_ij, and back again: da = dyᵀ.

mod gpu;

use super::Backward;
use crate::Tensor;
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct Transpose {
    x: Id,
}

impl<'t> Var<'t> {
    /// The transpose `[m, n] → [n, m]`.
    ///
    /// # Panics
    /// If this is not a matrix.
    #[track_caller]
    pub fn t(self) -> Var<'t> {
        let x = self.value();
        assert!(x.shape().rank() == 2, "t: {} is not a matrix", x.shape());
        self.tape
            .record(transposed(&x), &[self.id], Transpose { x: self.id })
    }
}

fn transposed(x: &Tensor) -> Tensor {
    if let Some(gpu) = x.gpu() {
        return gpu::transposed(gpu, x);
    }
    let (rows, columns) = x.shape().as_rows();
    let mut y = Tensor::scratch([columns, rows]);
    for (j, row) in y.data_mut().chunks_exact_mut(rows.max(1)).enumerate() {
        for (i, y) in row.iter_mut().enumerate() {
            *y = x.data()[i * columns + j];
        }
    }
    y
}

impl Backward for Transpose {
    fn backward(&self, _y: &Tensor, dy: Tensor, _values: Values, grads: &mut Grads) {
        grads.add(self.x, transposed(&dy));
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    #[test]
    fn rows_become_columns() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [2, 3]));
        assert_eq!(
            x.t().value(),
            Tensor::from_vec(vec![1.0, 4.0, 2.0, 5.0, 3.0, 6.0], [3, 2])
        );
    }

    #[test]
    fn gradients() {
        let inputs = [sample([2, 3], 1), sample([3, 2], 2)];
        assert_gradients(&inputs, |_, v| (v[0].t() * v[1]).square().sum());
    }
}
