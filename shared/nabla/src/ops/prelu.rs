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

// ANCHOR: forward
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
// ANCHOR_END: forward

// ANCHOR: backward
impl Backward for Prelu {
    fn backward(&self, y: &Tensor, mut dy: Tensor, values: Values, grads: &mut Grads) {
        let (x, slope) = (values.get(self.x), values.get(self.slope));
        if let Some(gpu) = y.gpu() {
            return gpu::backward(gpu, self, [x, slope, &dy], grads);
        }
        let a = slope.item();
        if grads.wants(self.slope) {
            let share = |x: f32, dy: f32| if x > 0.0 { 0.0 } else { dy * x };
            let da = rows::sum_of(x.data(), dy.data(), share);
            grads.add(self.slope, Tensor::full(slope.shape(), da));
        }
        if grads.wants(self.x) {
            rows::update(x.data(), y.data(), dy.data_mut(), |x, _, dy| {
                if x > 0.0 { dy } else { dy * a }
            });
            grads.add(self.x, dy);
        }
    }
}
// ANCHOR_END: backward

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    // ANCHOR: test
    #[test]
    fn value_and_gradients() {
        let tape = Tape::new();
        let x = tape.variable(Tensor::from_vec(vec![3.0, -2.0, -5.0], [3]));
        let a = tape.variable(Tensor::scalar(0.25));
        let y = x.prelu(a);
        assert_eq!(y.value().data(), [3.0, -0.5, -1.25]);
        let grads = (y * 2.0).sum().backward();
        assert_eq!(grads.of(x).data(), [2.0, 0.5, 0.5]);
        assert_eq!(grads.of(a).item(), 2.0 * (-2.0 - 5.0));
        let inputs = [sample([3, 4], 1), Tensor::scalar(0.25)];
        assert_gradients(&inputs, |_, v| v[0].prelu(v[1]).square().sum());
    }
    // ANCHOR_END: test
}
