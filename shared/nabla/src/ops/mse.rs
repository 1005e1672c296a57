//! Mean squared error: L = (1/n) Σ (x − t)², dx = 2(x − t)/n.

pub(crate) mod gpu;

use super::Backward;
use crate::Tensor;
use crate::kernels::rows;
use crate::tape::{Grads, Id, Values, Var};

// ANCHOR: forward
pub(crate) struct Mse {
    x: Id,
    target: Tensor,
}

impl<'t> Var<'t> {
    /// The mean over all numbers of the squared distance to `target` (same shape).
    ///
    /// # Panics
    /// If the shapes differ.
    #[track_caller]
    pub fn mse(self, target: &Tensor) -> Var<'t> {
        let x = self.value();
        check_target("mse", &x, target);
        let op = Mse {
            x: self.id,
            target: target.clone(),
        };
        self.tape.record(mse(&x, target), &[self.id], op)
    }
}

#[track_caller]
fn mse(x: &Tensor, target: &Tensor) -> Tensor {
    if let Some(gpu) = crate::gpu::of("mse", [x, target]) {
        return gpu::forward(&gpu, "(x - t) * (x - t)", x, target, 1.0 / x.len() as f32);
    }
    let mut squares = Tensor::scratch(x.shape());
    rows::zip(x.data(), target.data(), squares.data_mut(), |x, t| {
        (x - t) * (x - t)
    });
    Tensor::scalar(rows::sum(squares.data()) / x.len() as f32)
}
// ANCHOR_END: forward

// ANCHOR: backward
impl Backward for Mse {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let x = values.get(self.x);
        if let Some(gpu) = dy.gpu() {
            let dx = gpu::backward(gpu, "x - t", [x, &self.target, &dy], 2.0 / x.len() as f32);
            return grads.add(self.x, dx);
        }
        let share = 2.0 * dy.item() / x.len() as f32;
        let mut dx = Tensor::scratch(x.shape());
        rows::zip(x.data(), self.target.data(), dx.data_mut(), |x, t| {
            share * (x - t)
        });
        grads.add(self.x, dx);
    }
}
// ANCHOR_END: backward

/// A loss without broadcasting: predictions `[N, 1]` against targets `[N]` would silently become
/// `[N, N]`, a classic mistake.
#[track_caller]
pub(super) fn check_target(loss: &str, x: &Tensor, target: &Tensor) {
    assert!(
        x.shape() == target.shape() && !x.is_empty(),
        "{loss}: predictions are {}, targets {}; a loss wants two equal shapes that are not empty; reshape one",
        x.shape(),
        target.shape()
    );
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    // ANCHOR: test
    #[test]
    fn value_and_gradients() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(vec![1.0, 2.0, 4.0], [3]));
        assert_eq!(
            x.mse(&Tensor::from_vec(vec![1.0, 0.0, 1.0], [3])).item(),
            13.0 / 3.0
        );
        let target = sample([2, 3], 9);
        assert_gradients(&[sample([2, 3], 1)], |_, v| v[0].mse(&target) * 2.0);
    }
    // ANCHOR_END: test

    #[test]
    #[should_panic(expected = "mse: predictions are [3, 1], targets [3]")]
    fn a_column_against_a_row_is_refused() {
        let tape = Tape::new();
        tape.constant(Tensor::zeros([3, 1]))
            .mse(&Tensor::zeros([3]));
    }
}
