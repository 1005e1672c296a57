//! One of two numbers at each place: y = a where the condition is not 0, b where it is.
//!
//! ```text
//! da = dy where the condition is not 0, else 0          db = dy where it is 0, else 0
//! ```
//!
//! A product with the condition would say the same of numbers. But 0 · NaN is NaN, and 0 · ∞ too: here what was not
//! chosen touches neither the value nor the gradients.

use super::Backward;
use super::binary::{combine, gpu};
use super::broadcast::sum_to;
use crate::Tensor;
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct WhereCond {
    condition: Tensor,
    a: Id,
    b: Id,
}

impl<'t> Var<'t> {
    /// These numbers where `condition` is not 0, those of `other` where it is; all three broadcast. NaN in the
    /// condition is NaN in the result; NaN in what is not chosen stays out of the result and of the gradients.
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn where_cond(self, condition: &Tensor, other: Var<'t>) -> Var<'t> {
        self.check_same_tape(other);
        let (a, b) = (self.value(), other.value());
        let both = a.shape().broadcast(&b.shape());
        let Some(shape) = both.and_then(|both| both.broadcast(&condition.shape())) else {
            panic!(
                "where_cond: {}, {} and a condition {} do not fit; aligned at the last axis, sizes must be equal or 1",
                a.shape(),
                b.shape(),
                condition.shape()
            );
        };
        let y = match crate::gpu::of("where_cond", [condition, &a, &b]) {
            Some(gpu) => {
                let mut y = gpu::combine(&gpu, "a", condition, condition, shape);
                gpu::update(&gpu, "choose(dy, a, b)", &mut y, &a, &b);
                y
            }
            None => {
                let mut y = Tensor::scratch(shape);
                combine(&mut y, condition, condition, |_, condition, _| condition);
                combine(&mut y, &a, &b, choose);
                y
            }
        };
        let op = WhereCond {
            condition: condition.clone(),
            a: self.id,
            b: other.id,
        };
        self.tape.record(y, &[self.id, other.id], op)
    }
}

fn choose(condition: f32, a: f32, b: f32) -> f32 {
    if condition == 0.0 {
        b
    } else if condition.is_nan() {
        condition
    } else {
        a
    }
}

impl WhereCond {
    /// What of `dy` goes to a, or to b.
    fn share(&self, mut dy: Tensor, is_a: bool) -> Tensor {
        let condition = &self.condition;
        match (dy.gpu().cloned(), is_a) {
            (Some(gpu), true) => {
                gpu::update(&gpu, "choose(a, dy, T(0.0))", &mut dy, condition, condition)
            }
            (Some(gpu), false) => {
                gpu::update(&gpu, "choose(a, T(0.0), dy)", &mut dy, condition, condition)
            }
            (None, true) => combine(&mut dy, condition, condition, |dy, c, _| choose(c, dy, 0.0)),
            (None, false) => combine(&mut dy, condition, condition, |dy, c, _| choose(c, 0.0, dy)),
        }
        dy
    }
}

impl Backward for WhereCond {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        if grads.wants(self.a) {
            let da = self.share(dy.clone(), true);
            grads.add(self.a, sum_to(da, values.get(self.a).shape()));
        }
        if grads.wants(self.b) {
            let db = self.share(dy, false);
            grads.add(self.b, sum_to(db, values.get(self.b).shape()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    #[test]
    fn gradients() {
        let condition = Tensor::from_slice(&[1.0, 0.0, 0.0, -2.0, 0.0, 1.0], [2, 3]);
        for (a, b) in [
            (&[2, 3][..], &[2, 3][..]),
            (&[3], &[]),
            (&[2, 1], &[4, 1, 3]),
        ] {
            assert_gradients(&[sample(a, 1), sample(b, 2)], |_, v| {
                v[0].where_cond(&condition, v[1]).powi(3).mean()
            });
        }
        let column = Tensor::from_slice(&[0.0, 1.0], [2, 1]);
        assert_gradients(&[sample([2, 3], 1), sample([3], 2)], |_, v| {
            v[0].where_cond(&column, v[1]).powi(3).mean()
        });
    }

    /// The reason why this is no product.
    #[test]
    fn what_is_not_chosen_leaks_nowhere() {
        let tape = Tape::new();
        let x = tape.variable(Tensor::from_slice(&[-1.0, 0.0, 4.0, f32::NAN], [4]));
        let (root, zero) = (x.sqrt(), tape.variable(Tensor::scalar(0.0)));
        let is_positive = Tensor::from_slice(&[0.0, 0.0, 1.0, 0.0], [4]);
        let y = root.where_cond(&is_positive, zero);
        assert_eq!(y.value().data(), [0.0, 0.0, 2.0, 0.0]);
        // The root's own slope at 0 is infinite, so its rule must not be asked: squares are.
        let y = x.square().where_cond(&is_positive, zero);
        let grads = y.sum().backward();
        assert_eq!(grads.of(x).data()[..3], [0.0, 0.0, 8.0]);
        assert_eq!(grads.of(zero).item(), 3.0);
    }

    #[test]
    fn a_condition_that_is_nan_shows() {
        let tape = Tape::new();
        let [a, b] = [1.0, 2.0].map(|x| tape.variable(Tensor::scalar(x)));
        let y = a.where_cond(&Tensor::scalar(f32::NAN), b);
        let grads = y.backward();
        assert!(y.item().is_nan() && grads.of(a).item().is_nan() && grads.of(b).item().is_nan());
    }

    #[test]
    #[should_panic(expected = "where_cond: [2, 3], [] and a condition [2] do not fit")]
    fn a_shape_mistake_is_explained() {
        let tape = Tape::new();
        let [a, b] = [&[2, 3][..], &[]].map(|shape| tape.constant(Tensor::zeros(shape)));
        a.where_cond(&Tensor::zeros([2]), b);
    }
}
