//! A part of a tensor along an axis: a few time steps, a half of the columns.
//!
//! ```text
//! y[…, i, …] = x[…, from + i, …]        dx[…, from + i, …] += dy[…, i, …]
//! ```

use super::Backward;
use super::concat::lines;
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor};
use std::ops::Range;

pub(crate) struct Slice {
    x: Id,
    axis: usize,
    from: usize,
}

impl<'t> Var<'t> {
    /// Places `range` of one axis, which stays: `[N, T, C].slice(1, 2..5)` is `[N, 3, C]`. An empty
    /// range gives an axis of size 0.
    ///
    /// # Panics
    /// If there is no such axis, or the range reaches beyond it.
    #[track_caller]
    pub fn slice(self, axis: usize, range: Range<usize>) -> Var<'t> {
        let x = self.value();
        let (_, len, _) = x.shape().around(axis);
        assert!(
            range.start <= range.end && range.end <= len,
            "slice: {range:?} is not within axis {axis} of {}, which has size {len}",
            x.shape()
        );
        let shape = x.shape().with_axis(axis, range.len());
        let y = part(&x, range.start, shape, axis);
        let op = Slice {
            x: self.id,
            axis,
            from: range.start,
        };
        self.tape.record(y, &[self.id], op)
    }

    /// One place of an axis, which goes: `[N, T, C].select(1, t)` is `[N, C]`.
    ///
    /// # Panics
    /// If there is no such axis, or no such place on it.
    #[track_caller]
    pub fn select(self, axis: usize, index: usize) -> Var<'t> {
        let shape = self.shape();
        let (_, len, _) = shape.around(axis);
        assert!(
            index < len,
            "select: axis {axis} of {shape} has no place {index}, only {len} from 0 on"
        );
        self.slice(axis, index..index + 1)
            .reshape(shape.without_axis(axis))
    }
}

/// The part of this shape that begins at place `from` of `axis`.
#[track_caller]
fn part(x: &Tensor, from: usize, shape: Shape, axis: usize) -> Tensor {
    let (rows, line, len) = lines(x.shape(), shape, axis);
    let (_, _, inner) = shape.around(axis);
    if let Some(gpu) = x.gpu() {
        return super::concat::gpu::part(gpu, x, from * inner, [len, line], shape);
    }
    let mut y = Tensor::scratch(shape);
    let numbers = y.data_mut();
    for row in 0..rows {
        numbers[row * len..][..len].copy_from_slice(&x.data()[row * line + from * inner..][..len]);
    }
    y
}

impl Backward for Slice {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let whole = values.get(self.x).shape();
        grads.add_part(self.x, whole, self.axis, self.from, &dy);
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    fn counting(shape: &[usize]) -> Tensor {
        let len = shape.iter().product::<usize>();
        Tensor::from_vec((0..len).map(|i| i as f32).collect(), shape)
    }

    #[test]
    fn along_each_axis() {
        let tape = Tape::new();
        let x = tape.constant(counting(&[2, 3, 2]));
        let y = x.slice(1, 1..3).value();
        assert_eq!(
            y,
            Tensor::from_vec(vec![2., 3., 4., 5., 8., 9., 10., 11.], [2, 2, 2])
        );
        assert_eq!(x.slice(0, 1..2).value(), x.value().rows(1..2));
        assert_eq!(x.slice(2, 0..2).value(), x.value());
        assert_eq!(x.slice(1, 3..3).shape().dims(), [2, 0, 2]);
        let picked = x.select(2, 1).value();
        assert_eq!(
            picked,
            Tensor::from_vec(vec![1., 3., 5., 7., 9., 11.], [2, 3])
        );
        let one = tape.constant(counting(&[3]));
        assert_eq!(one.select(0, 2).value(), Tensor::scalar(2.0));
    }

    #[test]
    fn gradients_of_parts_that_overlap_or_leave_gaps() {
        for axis in 0..3 {
            assert_gradients(&[sample([3, 3, 3], 1)], |_, v| {
                let square = |from: usize| v[0].slice(axis, from..from + 2).powi(2).mean();
                square(0) * square(1) + v[0].select(axis, 2).powi(3).mean()
            });
        }
        let tape = Tape::new();
        let x = tape.variable(counting(&[2, 3]));
        let loss = x.slice(1, 2..3).sum() + x.slice(1, 1..1).sum();
        assert_eq!(loss.backward().of(x).data(), [0., 0., 1., 0., 0., 1.]);
    }

    /// A gradient that is already there is kept, whichever comes first.
    #[test]
    fn a_part_adds_to_the_whole() {
        let tape = Tape::new();
        let x = tape.variable(counting(&[4]));
        for loss in [
            x.sum() + x.slice(0, 1..3).sum() * 10.0,
            x.slice(0, 1..3).sum() * 10.0 + x.sum(),
        ] {
            assert_eq!(loss.backward().of(x).data(), [1., 11., 11., 1.]);
        }
        let y = x * 1.0;
        let grads = (y.select(0, 0) + y.sum()).backward_keeping_all();
        assert_eq!(grads.of(x).data(), [2., 1., 1., 1.]);
    }

    #[test]
    #[should_panic(expected = "slice: 2..5 is not within axis 1 of [7, 4], which has size 4")]
    fn a_range_beyond_the_end_is_explained() {
        Tape::new().constant(Tensor::zeros([7, 4])).slice(1, 2..5);
    }

    #[test]
    #[should_panic(expected = "select: axis 0 of [7, 4] has no place 7, only 7 from 0 on")]
    fn a_place_beyond_the_end_is_explained() {
        Tape::new().constant(Tensor::zeros([7, 4])).select(0, 7);
    }

    #[test]
    #[should_panic(expected = "axis 2 does not exist in [7, 4]")]
    fn a_missing_axis_is_named() {
        Tape::new().constant(Tensor::zeros([7, 4])).select(2, 0);
    }
}
