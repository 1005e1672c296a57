//! The matrix product: y = a·b, of two matrices, or of two batches of them.
//!
//! ```text
//! a [.., m, k]   b [.., k, n]   y [.., m, n]      y_ij = Σ_p a_ip · b_pj
//!
//! da = dy·bᵀ                          a_ip meets every y_ij of its row, through b_pj
//! db = aᵀ·dy                          b_pj meets every y_ij of its column, through a_ip
//!
//! y = a·cᵀ     da = dy·c     dc = dyᵀ·a        (c = bᵀ is [.., n, k])
//! ```
//!
//! The axes before the last two broadcast as everywhere. A matrix that was used again and again gets the
//! sum of the gradients.

pub(crate) mod gpu;

use super::Backward;
use crate::kernels::pairs::{Batch, Pairs, multiply};
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor};

pub(crate) struct MatMul {
    a: Id,
    b: Id,
    /// Is it b's transpose that a is multiplied by?
    turned: bool,
}

impl<'t> Var<'t> {
    /// The matrix product `[m, k] · [k, n] → [m, n]`. Further axes in front are batches of matrices,
    /// which broadcast: `[B, H, m, k] · [B, H, k, n]` is B·H products, `[B, T, D] · [D, E]` a product for each
    /// of B·T rows.
    ///
    /// # Panics
    /// If either has less than two axes, the inner sizes differ, or the batches do not broadcast.
    #[track_caller]
    pub fn matmul(self, other: Var<'t>) -> Var<'t> {
        self.product(other, false)
    }

    /// a·bᵀ, each row of the one with each row of the other: `[.., m, k] · [.., n, k]ᵀ → [.., m, n]`. The same as
    /// [`matmul`](Self::matmul) with the last two axes of `other` swapped, without a copy of it.
    ///
    /// # Panics
    /// As `matmul`.
    #[track_caller]
    pub fn matmul_t(self, other: Var<'t>) -> Var<'t> {
        self.product(other, true)
    }

    #[track_caller]
    fn product(self, other: Var<'t>, turned: bool) -> Var<'t> {
        self.check_same_tape(other);
        let (a, b) = (self.value(), other.value());
        let shape = result(a.shape(), b.shape(), turned);
        let b_side = Side { tensor: &b, turned };
        let y = product([side(&a), b_side], shape);
        let op = MatMul {
            a: self.id,
            b: other.id,
            turned,
        };
        self.tape.record(y, &[self.id, other.id], op)
    }
}

/// The shape of a·b, or of a·bᵀ.
#[track_caller]
fn result(a: Shape, b: Shape, turned: bool) -> Shape {
    let (&[.., m, k], &[.., b_rows, b_columns]) = (a.dims(), b.dims()) else {
        panic!("matmul: {a} and {b} are not both matrices; reshape first");
    };
    let (name, k_b, n, remedy) = match turned {
        false => ("matmul", b_rows, b_columns, ".t(), or .matmul_t(…)"),
        true => ("matmul_t", b_columns, b_rows, "plain .matmul(…)"),
    };
    assert!(
        k == k_b,
        "{name}: inner sizes of {a} and {b} differ, {k} and {k_b}; does one need {remedy}?"
    );
    let Some(batch) = batch(a).broadcast(&batch(b)) else {
        panic!(
            "matmul: the batches of {a} and {b} do not fit; before the last two axes, sizes must be equal or 1, aligned at the last of them"
        );
    };
    batch.with_matrix(m, n)
}

/// The axes before the last two.
fn batch(shape: Shape) -> Shape {
    let dims = shape.dims();
    Shape::new(&dims[..dims.len() - 2])
}

/// A factor, perhaps transposed as it is read.
#[derive(Clone, Copy)]
struct Side<'a> {
    tensor: &'a Tensor,
    turned: bool,
}

fn side(tensor: &Tensor) -> Side<'_> {
    let turned = false;
    Side { tensor, turned }
}

fn turned(tensor: &Tensor) -> Side<'_> {
    let turned = true;
    Side { tensor, turned }
}

impl<'a> Side<'a> {
    /// As a batch of matrices, or as one whose rows are all rows there are.
    fn batch(self, as_one: bool) -> (Shape, [usize; 2]) {
        let shape = self.tensor.shape();
        let (all_rows, columns) = shape.as_rows();
        match as_one {
            true => (Shape::new(&[]), [all_rows, columns]),
            false => (batch(shape), [shape.size_from_end(2), columns]),
        }
    }
}

/// How the products come about.
struct Plan {
    pairs: Pairs,
    /// Of each factor's matrices, as stored.
    sizes: [[usize; 2]; 2],
}

impl Plan {
    fn new([a, b]: [Side; 2], shape: Shape) -> Self {
        let batches = [a, b].map(|it| batch(it.tensor.shape()));
        let one = |shape: Shape| shape.size() == 1;
        // One matrix for all rows of a batch, and the sum that is its gradient, are each one product.
        let rows = !a.turned && one(batches[1]);
        let depth = a.turned && !b.turned && batches[0] == batches[1] && one(batch(shape));
        let (a, a_size) = a.batch(rows || depth);
        let (b, b_size) = b.batch(depth);
        let of_result = if rows || depth {
            Shape::new(&[])
        } else {
            batch(shape)
        };
        Plan {
            pairs: Pairs::new(a, b, of_result),
            sizes: [a_size, b_size],
        }
    }

    /// A single product?
    fn is_one(&self) -> bool {
        self.pairs.is_one()
    }
}

/// a·b, added up over the axes of the batch that `shape`, the result's, has not.
#[track_caller]
fn product(sides: [Side; 2], shape: Shape) -> Tensor {
    if let Some(gpu) = crate::gpu::of("matmul", sides.map(|it| it.tensor)) {
        return gpu::product(&gpu, sides, shape);
    }
    let plan = Plan::new(sides, shape);
    let mut y = Tensor::scratch(shape);
    let batch = |i: usize| Batch {
        data: sides[i].tensor.data(),
        rows: plan.sizes[i][0],
        columns: plan.sizes[i][1],
        turned: sides[i].turned,
    };
    multiply(batch(0), batch(1), &plan.pairs, y.data_mut());
    y
}

impl Backward for MatMul {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let (a, b) = (values.get(self.a), values.get(self.b));
        if grads.wants(self.a) {
            let b = Side {
                tensor: b,
                turned: !self.turned,
            };
            grads.add(self.a, product([side(&dy), b], a.shape()));
        }
        if grads.wants(self.b) {
            let factors = match self.turned {
                false => [turned(a), side(&dy)],
                true => [turned(&dy), side(a)],
            };
            grads.add(self.b, product(factors, b.shape()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tape;
    use crate::gradcheck::{assert_gradients, sample};

    #[test]
    fn gradients() {
        for (a, b) in [
            (&[4, 3][..], &[3, 5][..]),
            (&[2, 4, 3], &[2, 3, 5]),
            (&[2, 3, 2], &[2, 3]),
            (&[3, 2], &[2, 2, 2]),
            (&[2, 1, 3, 2], &[2, 2, 1]),
            (&[1, 2, 2], &[3, 2, 2]),
        ] {
            let inputs = [sample(a, 1), sample(b, 2)];
            assert_gradients(&inputs, |_, v| v[0].matmul(v[1]).square().sum());
        }
        for (a, b) in [
            (&[4, 3][..], &[5, 3][..]),
            (&[2, 4, 3], &[2, 5, 3]),
            (&[2, 3, 2], &[4, 2]),
            (&[2, 1, 3, 2], &[2, 1, 2]),
        ] {
            let inputs = [sample(a, 1), sample(b, 2)];
            assert_gradients(&inputs, |_, v| v[0].matmul_t(v[1]).square().sum());
        }
    }

    #[test]
    fn the_transpose_need_not_be_copied() {
        let tape = Tape::new();
        let (a, b) = (
            tape.variable(sample([2, 70, 33], 1)),
            tape.variable(sample([2, 40, 33], 2)),
        );
        let turned = [a.matmul_t(b), a.matmul(b.swap_axes(1, 2))];
        let [got, want] = turned.map(|y| {
            let grads = y.square().sum().backward();
            (y.value(), grads.of(a).clone(), grads.of(b).clone())
        });
        assert_eq!(got, want);
    }

    /// Each pair by itself, cut out and stacked again.
    #[test]
    fn is_a_stack_of_products() {
        let tape = Tape::new();
        let (a, b) = (sample([2, 3, 4, 5], 1), sample([3, 5, 2], 2));
        let [a, b] = [a, b].map(|x| tape.variable(x));
        let rows = [0, 1].map(|i| {
            let items = [0, 1, 2].map(|j| a.select(0, i).select(0, j).matmul(b.select(0, j)));
            Var::stack(&items, 0)
        });
        let (y, z) = (a.matmul(b), Var::stack(&rows, 0));
        assert_eq!(y.value(), z.value());
        let grads = [y, z].map(|y| y.powi(3).mean().backward());
        for x in [a, b] {
            let [got, want] = grads.each_ref().map(|grads| grads.of(x));
            let close = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-5;
            assert!(got.data().iter().zip(want.data()).all(close));
        }
    }

    #[test]
    #[should_panic(expected = "matmul: inner sizes of [2, 3] and [2, 3] differ")]
    fn a_shape_mistake_is_explained() {
        let tape = Tape::new();
        let a = tape.constant(Tensor::zeros([2, 3]));
        a.matmul(a);
    }

    #[test]
    #[should_panic(expected = "the batches of [4, 2, 3] and [2, 3, 5] do not fit")]
    fn batches_that_do_not_fit_are_explained() {
        let tape = Tape::new();
        let [a, b] = [[4, 2, 3], [2, 3, 5]].map(|shape| tape.constant(Tensor::zeros(shape)));
        a.matmul(b);
    }

    #[test]
    #[should_panic(expected = "[3] and [3, 2] are not both matrices")]
    fn a_row_is_no_matrix() {
        let tape = Tape::new();
        let row = tape.constant(Tensor::zeros([3]));
        row.matmul(tape.constant(Tensor::zeros([3, 2])));
    }
}
