//! Tensors set side by side along an axis; each gets its own part of the gradient back.
//!
//! There may be any number of parts, and a record on the tape has a fixed size: so each part has a record of its
//! own, with the whole as its value. The last one is the result. On the way back it cuts out its part and hands
//! the rest on to the record before it.

pub(super) mod gpu;

use super::Backward;
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor};

pub(crate) struct Concat {
    part: Id,
    /// Where the part begins in each line of the whole.
    at: usize,
    axis: usize,
    /// The record of the part before.
    before: Option<Id>,
}

impl<'t> Var<'t> {
    /// The parts one after another along `axis`: `[N, 2]` and `[N, 3]` along axis 1 are `[N, 5]`.
    ///
    /// # Panics
    /// If there are no parts, they differ in another axis, or there is no such axis.
    #[track_caller]
    pub fn concat(parts: &[Var<'t>], axis: usize) -> Var<'t> {
        let first = parts.first().expect("concat: takes at least one part");
        let mut sum: usize = 0;
        for part in parts {
            first.check_same_tape(*part);
            let fits = part.shape().rank() == first.shape().rank()
                && part.shape().with_axis(axis, 0) == first.shape().with_axis(axis, 0);
            assert!(
                fits,
                "concat: {} and {} differ in more than axis {axis}",
                first.shape(),
                part.shape()
            );
            sum = match sum.checked_add(part.shape().dims()[axis]) {
                Some(sum) => sum,
                None => panic!("concat: axis {axis} gets longer than can be counted"),
            };
        }
        join(parts, first.shape().with_axis(axis, sum), axis)
    }

    /// The parts side by side along a new axis: T parts `[N, H]` along axis 1 are `[N, T, H]`.
    ///
    /// # Panics
    /// If there are no parts, they differ in shape, or the new axis has no place.
    #[track_caller]
    pub fn stack(parts: &[Var<'t>], axis: usize) -> Var<'t> {
        let first = parts.first().expect("stack: takes at least one part");
        let shape = first.shape();
        for part in parts {
            first.check_same_tape(*part);
            assert!(
                part.shape() == shape,
                "stack: the parts differ in shape, {shape} and {}",
                part.shape()
            );
        }
        join(parts, shape.with_new_axis(axis, parts.len()), axis)
    }
}

#[track_caller]
fn join<'t>(parts: &[Var<'t>], shape: Shape, axis: usize) -> Var<'t> {
    let tape = parts[0].tape;
    let y = joined(|i| Some(parts.get(i)?.value()), shape, axis);
    let (mut at, mut whole): (usize, Option<Var>) = (0, None);
    for part in parts {
        let op = Concat {
            part: part.id,
            at,
            axis,
            before: whole.map(|whole| whole.id),
        };
        let inputs = [part.id, op.before.unwrap_or(part.id)];
        at += width(part.shape(), shape, axis);
        whole = Some(tape.record(y.clone(), &inputs, op));
    }
    whole.expect("there is at least one part")
}

/// The parts that `part` gives for 0, 1, 2, … side by side.
#[track_caller]
fn joined(part: impl Fn(usize) -> Option<Tensor>, shape: Shape, axis: usize) -> Tensor {
    let parts = || (0..).map_while(&part);
    let first = part(0).expect("there is at least one part");
    let gpus = parts().map(|part| crate::gpu::of("concat", [&first, &part]));
    if let Some(gpu) = gpus.last().flatten() {
        return gpu::joined(&gpu, parts(), shape, axis);
    }
    let (rows, len, inner) = shape.around(axis);
    let whole = len * inner;
    let mut y = Tensor::scratch(shape);
    let mut at = 0;
    for value in parts() {
        let part = width(value.shape(), shape, axis);
        for row in 0..full_lines(rows, part) {
            let to = &mut y.data_mut()[row * whole + at..][..part];
            to.copy_from_slice(&value.data()[row * part..][..part]);
        }
        at += part;
    }
    y
}

/// How long a part is in each line of the whole.
fn width(part: Shape, whole: Shape, axis: usize) -> usize {
    let (rows, _, _) = whole.around(axis);
    part.size() / rows.max(1)
}

/// Nothing is copied in lines of nothing, however many.
fn full_lines(rows: usize, part: usize) -> usize {
    if part == 0 { 0 } else { rows }
}

/// How many lines there are before `axis`, and how long one is in the whole and in a part.
pub(super) fn lines(whole: Shape, part: Shape, axis: usize) -> (usize, usize, usize) {
    let (rows, len, inner) = whole.around(axis);
    let (whole, part) = (len * inner, part.dims()[axis] * inner);
    (full_lines(rows, part), whole, part)
}

impl Backward for Concat {
    fn backward(&self, y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        if grads.wants(self.part) {
            let shape = values.get(self.part).shape();
            grads.add(self.part, self.cut(&dy, y.shape(), shape));
        }
        if let Some(before) = self.before {
            grads.add(before, dy);
        }
    }
}

impl Concat {
    /// This part of `dy`.
    fn cut(&self, dy: &Tensor, whole: Shape, shape: Shape) -> Tensor {
        let (rows, len, inner) = whole.around(self.axis);
        let part = width(shape, whole, self.axis);
        if let Some(gpu) = dy.gpu() {
            return gpu::part(gpu, dy, self.at, [part, len * inner], shape);
        }
        let mut dx = Tensor::scratch(shape);
        for row in 0..full_lines(rows, part) {
            let to = &mut dx.data_mut()[row * part..][..part];
            to.copy_from_slice(&dy.data()[row * len * inner + self.at..][..part]);
        }
        dx
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Tape, Tensor, Var};

    #[test]
    fn along_each_axis() {
        let tape = Tape::new();
        let a = tape.constant(Tensor::from_vec(vec![1., 2., 3., 4.], [2, 2]));
        let b = tape.constant(Tensor::from_vec(vec![5., 6.], [2, 1]));
        let y = Var::concat(&[a, b, a], 1).value();
        assert_eq!(
            y,
            Tensor::from_vec(vec![1., 2., 5., 1., 2., 3., 4., 6., 3., 4.], [2, 5])
        );
        let row = b.reshape([1, 2]);
        let y = Var::concat(&[row, a], 0).value();
        assert_eq!(y, Tensor::from_vec(vec![5., 6., 1., 2., 3., 4.], [3, 2]));
    }

    #[test]
    fn gradients() {
        for (axis, other) in [(0, [3, 3, 2]), (1, [2, 1, 2]), (2, [2, 3, 4])] {
            let inputs = [sample([2, 3, 2], 1), sample(other, 2)];
            assert_gradients(&inputs, |_, v| {
                Var::concat(&[v[0], v[1], v[0]], axis).powi(3).mean()
            });
        }
    }

    #[test]
    fn a_stack_has_one_more_axis() {
        let tape = Tape::new();
        let [a, b] = [1.0, 3.0].map(|x| tape.constant(Tensor::from_vec(vec![x, x + 1.0], [2])));
        let y = Var::stack(&[a, b, a], 0).value();
        assert_eq!(y, Tensor::from_vec(vec![1., 2., 3., 4., 1., 2.], [3, 2]));
        let y = Var::stack(&[a, b, a], 1).value();
        assert_eq!(y, Tensor::from_vec(vec![1., 3., 1., 2., 4., 2.], [2, 3]));
        assert_eq!(Var::stack(&[a.sum(), b.sum()], 0).value().data(), [3., 7.]);
        for axis in 0..3 {
            assert_gradients(&[sample([2, 3], 1), sample([2, 3], 2)], |_, v| {
                Var::stack(&[v[0], v[1], v[0]], axis).powi(3).mean()
            });
            let x = tape.variable(sample([2, 3], 1));
            let again = Var::stack(&[x, x * 2.0], axis).select(axis, 1).value();
            assert_eq!(again, (x * 2.0).value());
        }
    }

    #[test]
    #[should_panic(expected = "stack: the parts differ in shape, [2, 3] and [3, 2]")]
    fn a_stack_of_unequal_parts_is_refused() {
        let tape = Tape::new();
        let [a, b] = [[2, 3], [3, 2]].map(|shape| tape.constant(Tensor::zeros(shape)));
        Var::stack(&[a, b], 0);
    }

    #[test]
    #[should_panic(expected = "a new axis 3 has no place in [2, 3]: it may be 0 to 2")]
    fn a_stack_beyond_the_last_axis_is_refused() {
        let tape = Tape::new();
        Var::stack(&[tape.constant(Tensor::zeros([2, 3]))], 3);
    }

    #[test]
    #[should_panic(expected = "concat: [2, 3] and [3, 2] differ in more than axis 0")]
    fn a_shape_mistake_is_explained() {
        let tape = Tape::new();
        let [a, b] = [[2, 3], [3, 2]].map(|shape| tape.constant(Tensor::zeros(shape)));
        Var::concat(&[a, b], 0);
    }
}
