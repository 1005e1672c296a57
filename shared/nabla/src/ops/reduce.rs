//! Sums and means, over everything or along one axis.
//!
//! ```text
//! y = Σ xᵢ        dxᵢ = dy           every number has the same say
//! y = Σ xᵢ / n    dxᵢ = dy / n
//! ```

pub(crate) mod gpu;

use super::Backward;
use crate::kernels::rows;
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor};

pub(crate) struct Reduce {
    x: Id,
    axis: Option<usize>,
    /// 1 for a sum, 1/n for a mean.
    factor: f32,
}

impl<'t> Var<'t> {
    /// The sum of all numbers, shape `[]`.
    pub fn sum(self) -> Var<'t> {
        self.reduce(None, 1.0)
    }

    /// The mean of all numbers, shape `[]`.
    pub fn mean(self) -> Var<'t> {
        self.reduce(None, 1.0 / self.shape().size() as f32)
    }

    /// Sums along one axis, which stays with size 1: `[N, C].sum_axis(0)` is `[1, C]`, ready to
    /// broadcast.
    ///
    /// # Panics
    /// If there is no such axis.
    #[track_caller]
    pub fn sum_axis(self, axis: usize) -> Var<'t> {
        let _exists = self.shape().around(axis);
        self.reduce(Some(axis), 1.0)
    }

    /// Means along one axis, which stays with size 1.
    ///
    /// # Panics
    /// If there is no such axis.
    #[track_caller]
    pub fn mean_axis(self, axis: usize) -> Var<'t> {
        let (_, len, _) = self.shape().around(axis);
        self.reduce(Some(axis), 1.0 / len as f32)
    }

    #[track_caller]
    fn reduce(self, axis: Option<usize>, factor: f32) -> Var<'t> {
        let y = reduce(&self.value(), axis, factor);
        let op = Reduce {
            x: self.id,
            axis,
            factor,
        };
        self.tape.record(y, &[self.id], op)
    }
}

/// factor · Σ, over everything or along one axis.
#[track_caller]
pub(super) fn reduce(x: &Tensor, axis: Option<usize>, factor: f32) -> Tensor {
    if let Some(axis) = axis {
        let y = sum_middle(x, x.shape().around(axis), factor);
        return y.reshape(x.shape().with_axis(axis, 1));
    }
    match x.gpu() {
        Some(gpu) => gpu::total(gpu, "x", x, x, factor),
        None => Tensor::scalar(rows::sum(x.data()) * factor),
    }
}

/// factor · Σ over the middle axis of x, seen as `[outer, len, inner]`: a tensor of outer·inner numbers.
#[track_caller]
pub(super) fn sum_middle(
    x: &Tensor,
    (outer, len, inner): (usize, usize, usize),
    factor: f32,
) -> Tensor {
    let sizes = [outer, len, inner];
    if let Some(gpu) = x.gpu() {
        return gpu::sum_middle(gpu, x, sizes, factor);
    }
    let mut y = Tensor::scratch([outer * inner]);
    rows::sum_middle(x.data(), sizes, y.data_mut());
    y.data_mut().iter_mut().for_each(|y| *y *= factor);
    y
}

/// Repeats `dy` (times `factor`) along the axis that was summed away.
fn repeat(dy: &Tensor, axis: Option<usize>, factor: f32, shape: Shape) -> Tensor {
    if let Some(gpu) = dy.gpu() {
        return gpu::repeat(gpu, dy, axis, factor, shape);
    }
    let Some(axis) = axis else {
        return Tensor::full(shape, dy.item() * factor);
    };
    let (_, len, inner) = shape.around(axis);
    let mut dx = Tensor::scratch(shape);
    if len * inner > 0 {
        let blocks = dx.data_mut().chunks_exact_mut(len * inner);
        for (block, dy) in blocks.zip(dy.data().chunks_exact(inner)) {
            for row in block.chunks_exact_mut(inner) {
                for (dx, dy) in row.iter_mut().zip(dy) {
                    *dx = dy * factor;
                }
            }
        }
    }
    dx
}

impl Backward for Reduce {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let shape = values.get(self.x).shape();
        grads.add(self.x, repeat(&dy, self.axis, self.factor, shape));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tape;
    use crate::gradcheck::{assert_gradients, sample};

    #[test]
    fn along_each_axis() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(
            (1..=12).map(|i| i as f32).collect(),
            [2, 3, 2],
        ));
        assert_eq!(x.sum().item(), 78.0);
        assert_eq!(x.mean().item(), 6.5);
        assert_eq!(
            x.sum_axis(1).value(),
            Tensor::from_vec(vec![9.0, 12.0, 27.0, 30.0], [2, 1, 2])
        );
        assert_eq!(
            x.mean_axis(2).value().data(),
            [1.5, 3.5, 5.5, 7.5, 9.5, 11.5]
        );
    }

    #[test]
    fn gradients() {
        let x = [sample([2, 3, 4], 1)];
        assert_gradients(&x, |_, v| v[0].sum().square());
        assert_gradients(&x, |_, v| v[0].mean().square());
        for axis in 0..3 {
            assert_gradients(&x, |_, v| v[0].sum_axis(axis).square().sum());
            assert_gradients(&x, |_, v| (v[0] - v[0].mean_axis(axis)).powi(3).sum());
        }
    }

    #[test]
    #[should_panic(expected = "axis 2 does not exist in [2, 3]")]
    fn a_missing_axis_is_named() {
        let tape = Tape::new();
        tape.constant(Tensor::zeros([2, 3])).sum_axis(2);
    }
}
