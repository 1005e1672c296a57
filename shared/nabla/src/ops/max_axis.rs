//! The largest number along an axis.
//!
//! ```text
//! y = max_l x_l        dx_l = dy at the first of the largest, 0 elsewhere
//! ```

mod gpu;

use super::Backward;
use crate::kernels::largest::largest;
use crate::tape::{Grads, Id, Values, Var};
use crate::{Labels, Shape, Tensor};

pub(crate) struct MaxAxis {
    x: Id,
    axis: usize,
}

impl<'t> Var<'t> {
    /// The largest number along one axis, which stays with size 1. The gradient goes to the first of equals, as with
    /// PyTorch's `max(dim)` (its `amax` shares it out). NaN is the largest of all.
    ///
    /// # Panics
    /// If there is no such axis, or it has size 0.
    #[track_caller]
    pub fn max_axis(self, axis: usize) -> Var<'t> {
        let x = self.value();
        let around = checked("max_axis", x.shape(), axis);
        let shape = x.shape().with_axis(axis, 1);
        let y = match x.gpu() {
            Some(gpu) => gpu::forward(gpu, &x, around, shape),
            None => {
                let mut y = Tensor::scratch(shape);
                let numbers = y.data_mut();
                largest(x.data(), around, |i, place| numbers[i] = x.data()[place]);
                y
            }
        };
        let op = MaxAxis { x: self.id, axis };
        self.tape.record(y, &[self.id], op)
    }
}

impl Tensor {
    /// Where along one axis the first of the largest numbers stands, for each place of the other axes in row-major
    /// order: the most probable class, the best action. NaN is the largest of all. Numbers on a graphics card are read
    /// back.
    ///
    /// # Panics
    /// If there is no such axis, or it has size 0.
    #[track_caller]
    pub fn argmax(&self, axis: usize) -> Labels {
        let (outer, len, inner) = checked("argmax", self.shape(), axis);
        let mut places = Labels::collect(std::iter::repeat_n(0, outer * inner), len);
        let ids = places.ids_mut();
        largest(self.data(), (outer, len, inner), |i, place| {
            ids[i] = (place / inner % len) as u32;
        });
        places
    }
}

/// How a tensor of this shape lies around an axis that has something on it.
#[track_caller]
fn checked(op: &str, shape: Shape, axis: usize) -> (usize, usize, usize) {
    let around = shape.around(axis);
    assert!(
        around.1 > 0,
        "{op}: axis {axis} of {shape} has size 0, and nothing has no largest number"
    );
    around
}

impl Backward for MaxAxis {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let x = values.get(self.x);
        let around = x.shape().around(self.axis);
        if let Some(gpu) = dy.gpu() {
            return grads.add(self.x, gpu::backward(gpu, x, &dy, around));
        }
        let mut dx = Tensor::zeros(x.shape());
        let numbers = dx.data_mut();
        largest(x.data(), around, |i, place| numbers[place] = dy.data()[i]);
        grads.add(self.x, dx);
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Labels, Tape, Tensor};

    #[test]
    fn gradients() {
        for axis in 0..3 {
            assert_gradients(&[sample([2, 3, 4], 1)], |_, v| {
                v[0].max_axis(axis).powi(3).sum()
            });
        }
    }

    #[test]
    fn the_first_of_equals_and_nan() {
        let tape = Tape::new();
        let x = Tensor::from_slice(&[1.0, 5.0, 5.0, 2.0, f32::NAN, 9.0, f32::NAN, 3.0], [2, 4]);
        assert_eq!(x.argmax(1), Labels::new(&[1, 0], 4));
        assert_eq!(x.argmax(0).as_slice(), [1, 1, 1, 1]);
        let x = tape.variable(x);
        let y = x.max_axis(1);
        assert!(y.value().data()[0] == 5.0 && y.value().data()[1].is_nan());
        assert_eq!(y.shape().dims(), [2, 1]);
        let dx = y.sum().backward().of(x).clone();
        assert_eq!(dx.data(), [0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
        let low = Tensor::full([3], f32::NEG_INFINITY);
        assert_eq!(low.argmax(0).as_slice(), [0]);
    }

    #[test]
    fn along_each_axis() {
        let x = sample([3, 4, 5], 1);
        for axis in 0..3 {
            let places = x.argmax(axis);
            let tape = Tape::new();
            let y = tape.constant(x.clone()).max_axis(axis).value();
            let moved = tape.constant(x.clone()).swap_axes(axis, 2).value();
            let rows = moved.data().chunks(moved.shape().last());
            let largest: Vec<f32> = rows
                .map(|row| row.iter().copied().fold(f32::MIN, f32::max))
                .collect();
            let y_moved = tape.constant(y).swap_axes(axis, 2).value();
            assert_eq!(y_moved.data(), largest);
            assert_eq!(
                (places.len(), places.classes()),
                (60 / x.dims()[axis], x.dims()[axis])
            );
        }
    }

    #[test]
    #[should_panic(expected = "max_axis: axis 1 of [2, 0] has size 0")]
    fn nothing_has_no_largest() {
        Tape::new().constant(Tensor::zeros([2, 0])).max_axis(1);
    }
}
