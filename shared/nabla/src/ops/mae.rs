//! Mean absolute error: L = (1/n) Σ |x − t|, dx = sign(x − t)/n. At the target itself the slope is
//! taken as 0.

use super::Backward;
use super::mse;
use super::mse::check_target;
use crate::Tensor;
use crate::kernels::rows;
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct Mae {
    x: Id,
    target: Tensor,
}

impl<'t> Var<'t> {
    /// The mean over all numbers of the distance to `target` (same shape).
    ///
    /// # Panics
    /// If the shapes differ.
    #[track_caller]
    pub fn mae(self, target: &Tensor) -> Var<'t> {
        let x = self.value();
        check_target("mae", &x, target);
        let op = Mae {
            x: self.id,
            target: target.clone(),
        };
        self.tape.record(mae(&x, target), &[self.id], op)
    }
}

#[track_caller]
fn mae(x: &Tensor, target: &Tensor) -> Tensor {
    if let Some(gpu) = crate::gpu::of("mae", [x, target]) {
        return mse::gpu::forward(&gpu, "abs(x - t)", x, target, 1.0 / x.len() as f32);
    }
    let mut distances = Tensor::scratch(x.shape());
    rows::zip(x.data(), target.data(), distances.data_mut(), |x, t| {
        (x - t).abs()
    });
    Tensor::scalar(rows::sum(distances.data()) / x.len() as f32)
}

impl Backward for Mae {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let x = values.get(self.x);
        if let Some(gpu) = dy.gpu() {
            let (inputs, share) = ([x, &self.target, &dy], 1.0 / x.len() as f32);
            return grads.add(
                self.x,
                mse::gpu::backward(gpu, "sign_(x - t)", inputs, share),
            );
        }
        let share = dy.item() / x.len() as f32;
        let mut dx = Tensor::scratch(x.shape());
        rows::zip(x.data(), self.target.data(), dx.data_mut(), |x, t| {
            let distance = x - t;
            if distance == 0.0 {
                0.0
            } else {
                share * distance.signum()
            }
        });
        grads.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    #[test]
    fn value_and_gradients() {
        let tape = Tape::new();
        let x = tape.variable(Tensor::from_vec(vec![1.0, 2.0, -4.0], [3]));
        let loss = x.mae(&Tensor::from_vec(vec![1.0, 0.0, 1.0], [3]));
        assert_eq!(loss.item(), 7.0 / 3.0);
        let third = 1.0 / 3.0;
        assert_eq!(loss.backward().of(x).data(), [0.0, third, -third]);
        let target = sample([2, 3], 9);
        assert_gradients(&[sample([2, 3], 1)], |_, v| v[0].mae(&target) * 2.0);
    }
}
