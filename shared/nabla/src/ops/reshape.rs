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
}

impl Backward for Reshape {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        grads.add(self.x, dy.reshape(values.get(self.x).shape()));
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};

    #[test]
    fn gradients() {
        let inputs = [sample([2, 3], 1), sample([3, 2], 2)];
        assert_gradients(&inputs, |_, v| (v[0].reshape([3, 2]) * v[1]).square().sum());
    }
}
