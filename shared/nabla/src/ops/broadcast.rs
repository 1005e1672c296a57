//! Broadcasting: a smaller operand is repeated along the axes it lacks (or has at size 1).
//!
//! Repeating on the way forward means *adding up* on the way back: if one number was used in many
//! places, its gradient is the sum of theirs.

mod gpu;

use super::{Backward, reduce};
use crate::shape::MAX_RANK;
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor};

pub(crate) struct BroadcastTo {
    x: Id,
}

impl<'t> Var<'t> {
    /// The same numbers repeated to fill `shape`, by NumPy's rule.
    ///
    /// # Panics
    /// If they cannot.
    #[track_caller]
    pub fn broadcast_to(self, shape: impl Into<Shape>) -> Var<'t> {
        let (x, shape) = (self.value(), shape.into());
        assert!(
            x.shape().broadcast(&shape) == Some(shape),
            "broadcast_to: {} cannot be repeated to fill {shape}; aligned at the last axis, sizes must be equal or 1",
            x.shape()
        );
        let y = broadcast_to(&x, shape);
        self.tape.record(y, &[self.id], BroadcastTo { x: self.id })
    }
}

#[track_caller]
fn broadcast_to(x: &Tensor, shape: Shape) -> Tensor {
    if let Some(gpu) = x.gpu() {
        return gpu::broadcast_to(gpu, x, shape);
    }
    let mut y = Tensor::scratch(shape);
    for (y, at) in y.data_mut().iter_mut().zip(Offsets::new(x.shape(), shape)) {
        *y = x.data()[at];
    }
    y
}

impl Backward for BroadcastTo {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        grads.add(self.x, sum_to(dy, values.get(self.x).shape()));
    }
}

/// Adds up `dy` over the axes along which an operand of shape `target` was repeated: neighbouring ones
/// together.
pub(crate) fn sum_to(dy: Tensor, target: Shape) -> Tensor {
    let full = dy.shape();
    if full == target {
        return dy;
    }
    if full.size() == 0 || target.size() == 0 {
        return Tensor::zeros(target).to(&dy.device());
    }
    if target.size() == 1 {
        return reduce::reduce(&dy, None, 1.0).reshape(target);
    }
    let is_repeated = |back| target.size_from_end(back) != full.size_from_end(back);
    let mut sum = dy;
    // What lies inside the axes looked at, and what is left outside of them.
    let (mut inner, mut outer) = (1, full.size());
    let mut back = 1;
    while back <= full.rank() {
        let (mut len, repeated) = (1, is_repeated(back));
        while back <= full.rank() && is_repeated(back) == repeated {
            len *= full.size_from_end(back);
            back += 1;
        }
        outer /= len;
        if repeated {
            sum = reduce::sum_middle(&sum, (outer, len, inner), 1.0);
        } else {
            inner *= len;
        }
    }
    sum.reshape(target)
}

/// For each position of `full`, in order: where an operand of shape `small` keeps its number.
pub(crate) struct Offsets {
    sizes: [usize; MAX_RANK],
    steps: [usize; MAX_RANK],
    position: [usize; MAX_RANK],
    rank: usize,
    at: usize,
}

impl Offsets {
    pub fn new(small: Shape, full: Shape) -> Self {
        let rank = full.rank();
        let (mut sizes, mut steps) = ([1; MAX_RANK], [0; MAX_RANK]);
        let mut step = 1;
        for back in 1..=rank {
            sizes[rank - back] = full.size_from_end(back);
            if small.size_from_end(back) > 1 {
                steps[rank - back] = step;
            }
            step *= small.size_from_end(back);
        }
        Offsets {
            sizes,
            steps,
            position: [0; MAX_RANK],
            rank,
            at: 0,
        }
    }
}

impl Iterator for Offsets {
    type Item = usize;

    /// An odometer: the last axis turns fastest. It never ends; `zip` it with something that does.
    fn next(&mut self) -> Option<usize> {
        let here = self.at;
        for axis in (0..self.rank).rev() {
            self.position[axis] += 1;
            self.at += self.steps[axis];
            if self.position[axis] < self.sizes[axis] {
                break;
            }
            self.at -= self.steps[axis] * self.position[axis];
            self.position[axis] = 0;
        }
        Some(here)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tape;
    use crate::gradcheck::{assert_gradients, sample};

    #[test]
    fn repeats_along_both_axes() {
        let tape = Tape::new();
        let column = tape.constant(Tensor::from_vec(vec![1.0, 2.0], [2, 1]));
        assert_eq!(
            column.broadcast_to([2, 3]).value().data(),
            [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]
        );
        let row = tape.constant(Tensor::from_vec(vec![1.0, 2.0, 3.0], [3]));
        assert_eq!(
            row.broadcast_to([2, 3]).value().data(),
            [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]
        );
    }

    #[test]
    fn gradients() {
        for shape in [&[2, 1][..], &[3], &[], &[1, 3], &[4, 1, 3]] {
            assert_gradients(&[sample(shape, 1), sample([4, 2, 3], 2)], |_, v| {
                (v[0].broadcast_to([4, 2, 3]) * v[1]).sum()
            });
        }
    }

    #[test]
    #[should_panic(expected = "broadcast_to: [2] cannot be repeated to fill [2, 3]")]
    fn a_shape_mistake_is_explained() {
        let tape = Tape::new();
        tape.constant(Tensor::zeros([2])).broadcast_to([2, 3]);
    }
}
