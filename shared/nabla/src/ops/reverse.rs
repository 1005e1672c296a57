//! The places of an axis in the opposite order: y[…, i, …] = x[…, n − 1 − i, …]; the gradient is
//! turned round in the same way.

mod gpu;

use super::Backward;
use crate::Tensor;
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct Reverse {
    x: Id,
    axis: usize,
}

impl<'t> Var<'t> {
    /// Turns one axis round: what was last along it comes first.
    ///
    /// # Panics
    /// If there is no such axis.
    #[track_caller]
    pub fn reverse(self, axis: usize) -> Var<'t> {
        let y = reversed(&self.value(), axis);
        self.tape
            .record(y, &[self.id], Reverse { x: self.id, axis })
    }
}

#[track_caller]
fn reversed(x: &Tensor, axis: usize) -> Tensor {
    let (outer, len, inner) = x.shape().around(axis);
    if let Some(gpu) = x.gpu() {
        return gpu::reversed(gpu, x, len, inner);
    }
    let mut y = Tensor::scratch(x.shape());
    let numbers = y.data_mut();
    for block in (0..outer).map(|block| block * len) {
        for i in 0..len {
            let from = (block + len - 1 - i) * inner;
            numbers[(block + i) * inner..][..inner].copy_from_slice(&x.data()[from..][..inner]);
        }
    }
    y
}

impl Backward for Reverse {
    fn backward(&self, _y: &Tensor, dy: Tensor, _values: Values, grads: &mut Grads) {
        grads.add(self.x, reversed(&dy, self.axis));
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    #[test]
    fn along_each_axis() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(vec![1., 2., 3., 4., 5., 6.], [2, 3]));
        assert_eq!(x.reverse(0).value().data(), [4., 5., 6., 1., 2., 3.]);
        assert_eq!(x.reverse(1).value().data(), [3., 2., 1., 6., 5., 4.]);
        assert_eq!(x.reverse(1).reverse(1).value(), x.value());
        let none = tape.constant(Tensor::zeros([2, 0, 3]));
        assert_eq!(none.reverse(1).shape().dims(), [2, 0, 3]);
    }

    #[test]
    fn gradients() {
        for axis in 0..3 {
            assert_gradients(&[sample([2, 3, 2], 1), sample([2, 3, 2], 2)], |_, v| {
                (v[0].reverse(axis) * v[1]).powi(2).mean()
            });
        }
    }
}
