//! PReLU (He et al., 2015): a leaky ReLU that learns its slope below zero.
//!
//! ```text
//! y = x where x > 0, a·x elsewhere        a: one number
//! dx = dy · (1 or a)      da = Σ dy·x over x ≤ 0
//! ```

mod gpu;

use super::Backward;
use crate::Tensor;
use crate::kernels::rows;
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct Prelu {
    x: Id,
    slope: Id,
}

impl<'t> Var<'t> {
    /// x where positive, `slope`·x elsewhere; `slope` is a single number that can be learned.
    ///
    /// # Panics
    /// If `slope` is not a single number.
    #[track_caller]
    pub fn prelu(self, slope: Var<'t>) -> Var<'t> {
        self.check_same_tape(slope);
        let y = forward(&self.value(), &slope.value());
        let op = Prelu {
            x: self.id,
            slope: slope.id,
        };
        self.tape.record(y, &[self.id, slope.id], op)
    }
}

#[track_caller]
fn forward(x: &Tensor, slope: &Tensor) -> Tensor {
    assert!(
        slope.len() == 1,
        "prelu: the slope must be a single number, it is {}",
        slope.shape()
    );
    if let Some(gpu) = crate::gpu::of("prelu", [x, slope]) {
        return gpu::forward(&gpu, x, slope);
    }
    let a = slope.item();
    let mut y = Tensor::scratch(x.shape());
    rows::map(x.data(), y.data_mut(), |x| if x > 0.0 { x } else { a * x });
    y
}

impl Backward for Prelu {
    fn backward(&self, y: &Tensor, mut dy: Tensor, values: Values, grads: &mut Grads) {
        let (x, slope) = (values.get(self.x), values.get(self.slope));
        if let Some(gpu) = y.gpu() {
            if grads.wants(self.slope) {
                let da = gpu::slope_gradient(gpu, x, &dy);
                grads.add(self.slope, da.reshape(slope.shape()));
            }
            if grads.wants(self.x) {
                grads.add(self.x, gpu::input_gradient(gpu, x, slope, &dy));
            }
            return;
        }
        let a = slope.item();
        if grads.wants(self.slope) {
            let mut share = dy.clone();
            rows::update(x.data(), y.data(), share.data_mut(), |x, _, dy| {
                if x > 0.0 { 0.0 } else { dy * x }
            });
            grads.add(
                self.slope,
                Tensor::full(slope.shape(), rows::sum(share.data())),
            );
        }
        if grads.wants(self.x) {
            rows::update(x.data(), y.data(), dy.data_mut(), |x, _, dy| {
                if x > 0.0 { dy } else { dy * a }
            });
            grads.add(self.x, dy);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{assert_gradients, sample};

    #[test]
    fn gradients_of_input_and_slope() {
        let inputs = [sample([3, 4], 1), Tensor::scalar(0.25)];
        assert_gradients(&inputs, |_, v| v[0].prelu(v[1]).square().sum());
    }
}
