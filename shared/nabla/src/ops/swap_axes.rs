//! Two axes exchanged: y[…, j, …, i, …] = x[…, i, …, j, …], and back again: dx is dy with the same two exchanged.
//!
//! Attention wants it: `[N, T, heads, width]` becomes `[N, heads, T, width]`, a matrix for each head.

mod gpu;

use super::Backward;
use crate::kernels::swap;
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor};

pub(crate) struct SwapAxes {
    x: Id,
    axes: [usize; 2],
}

impl<'t> Var<'t> {
    /// The same numbers with axes `a` and `b` exchanged: `[N, T, H].swap_axes(1, 2)` is `[N, H, T]`. They are
    /// copied: a tensor is always contiguous.
    ///
    /// # Panics
    /// If there is no such axis.
    #[track_caller]
    pub fn swap_axes(self, a: usize, b: usize) -> Var<'t> {
        let axes = [a.min(b), a.max(b)];
        let y = swapped(&self.value(), axes);
        let op = SwapAxes { x: self.id, axes };
        self.tape.record(y, &[self.id], op)
    }

    /// The transpose `[m, n] → [n, m]`.
    ///
    /// # Panics
    /// If this is not a matrix.
    #[track_caller]
    pub fn t(self) -> Var<'t> {
        let shape = self.shape();
        assert!(
            shape.rank() == 2,
            "t: {shape} is not a matrix; .swap_axes(a, b) exchanges any two axes"
        );
        self.swap_axes(0, 1)
    }
}

#[track_caller]
fn swapped(x: &Tensor, [a, b]: [usize; 2]) -> Tensor {
    let shape = x.shape().with_swapped(a, b);
    let sizes = around_both(x.shape(), [a, b]);
    if let Some(gpu) = x.gpu() {
        return gpu::swapped(gpu, x, sizes, shape);
    }
    let mut y = Tensor::scratch(shape);
    swap::swap_axes(x.data(), y.data_mut(), sizes);
    y
}

/// `[outer, a, middle, b, inner]`: how x lies around its axes a ≤ b. One axis is exchanged with itself.
fn around_both(shape: Shape, [a, b]: [usize; 2]) -> [usize; 5] {
    let (outer, of_a, after) = shape.around(a);
    if a == b {
        return [outer, 1, of_a, 1, after];
    }
    let (_, of_b, inner) = shape.around(b);
    let middle = shape.dims()[a + 1..b].iter().product();
    [outer, of_a, middle, of_b, inner]
}

impl Backward for SwapAxes {
    fn backward(&self, _y: &Tensor, dy: Tensor, _values: Values, grads: &mut Grads) {
        grads.add(self.x, swapped(&dy, self.axes));
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor};

    #[test]
    fn rows_become_columns() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::from_vec(vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [2, 3]));
        assert_eq!(
            x.t().value(),
            Tensor::from_vec(vec![1.0, 4.0, 2.0, 5.0, 3.0, 6.0], [3, 2])
        );
    }

    /// Any two of four axes, and a matrix of several chunks, each against `ndarray`.
    #[test]
    fn agrees_with_another_library() {
        let tape = Tape::new();
        for shape in [&[2, 3, 4, 5][..], &[2, 33, 1, 17], &[301, 257], &[3, 0, 2]] {
            let x = tape.constant(sample(shape, 1));
            for a in 0..shape.len() {
                for b in 0..shape.len() {
                    let mut view = x.value().view().to_owned();
                    view.swap_axes(a, b);
                    assert_eq!(x.swap_axes(a, b).value(), Tensor::from(view), "{a} {b}");
                }
            }
        }
    }

    #[test]
    fn gradients() {
        let inputs = [sample([2, 3, 2], 1), sample([2, 3, 2], 2)];
        assert_gradients(&inputs, |_, v| {
            (v[0].swap_axes(0, 1) * v[1].swap_axes(1, 0)).square().sum()
                + v[0].swap_axes(2, 1).powi(3).sum()
        });
        assert_gradients(&[sample([2, 3], 1)], |_, v| v[0].t().powi(3).sum());
    }

    #[test]
    #[should_panic(expected = "axis 3 does not exist in [2, 3, 2]")]
    fn a_missing_axis_is_named() {
        Tape::new()
            .constant(Tensor::zeros([2, 3, 2]))
            .swap_axes(0, 3);
    }

    #[test]
    #[should_panic(expected = "t: [2, 3, 2] is not a matrix; .swap_axes(a, b)")]
    fn more_than_a_matrix_has_no_transpose() {
        Tape::new().constant(Tensor::zeros([2, 3, 2])).t();
    }
}
