//! The same numbers under another shape; the gradient takes the old shape back.

use super::Backward;
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor};

pub(crate) struct Reshape {
    x: Id,
}

impl<'t> Var<'t> {
    /// The same numbers, in the same order, under another shape. Nothing is copied.
    ///
    /// # Panics
    /// If the new shape holds another number of numbers.
    #[track_caller]
    pub fn reshape(self, shape: impl Into<Shape>) -> Var<'t> {
        let y = self.value().reshape(shape);
        self.tape.record(y, &[self.id], Reshape { x: self.id })
    }

    /// Each example in one row: `[N, …]` becomes `[N, numbers an example]`.
    ///
    /// # Panics
    /// If there is no batch axis.
    #[track_caller]
    pub fn flatten(self) -> Var<'t> {
        let (_, n, numbers) = self.shape().around(0);
        self.reshape([n, numbers])
    }
}

impl Backward for Reshape {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        grads.add(self.x, dy.reshape(values.get(self.x).shape()));
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    #[test]
    fn gradients() {
        let inputs = [sample([2, 3], 1), sample([3, 2], 2)];
        assert_gradients(&inputs, |_, v| (v[0].reshape([3, 2]) * v[1]).square().sum());
    }

    #[test]
    fn an_example_becomes_a_row() {
        let tape = Tape::new();
        for (shape, flat) in [
            (&[2, 3, 4, 5][..], [2, 60]),
            (&[7], [7, 1]),
            (&[0, 3, 3], [0, 9]),
        ] {
            assert_eq!(
                tape.constant(Tensor::zeros(shape)).flatten().shape().dims(),
                flat
            );
        }
    }
}
