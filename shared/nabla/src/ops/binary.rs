//! Sum, difference, product and quotient of two tensors, with NumPy's broadcasting.
//!
//! ```text
//! y = a + b    da = dy        db = dy
//! y = a − b    da = dy        db = −dy
//! y = a·b      da = dy·b      db = dy·a
//! y = a/b      da = dy/b      db = −dy·y/b        (since a/b² = y/b)
//! ```

pub(crate) mod gpu;

use super::broadcast::{Offsets, sum_to};
use super::{Backward, Elementwise};
use crate::kernels::rows;
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor};
use std::ops::{Add, Div, Mul, Neg, Sub};

#[derive(Clone, Copy, Debug)]
enum Kind {
    Add,
    Sub,
    Mul,
    Div,
}

pub(crate) struct Binary {
    kind: Kind,
    a: Id,
    b: Id,
}

impl Binary {
    pub fn name(&self) -> String {
        format!("{:?}", self.kind)
    }
}

impl<'t> Var<'t> {
    #[track_caller]
    fn binary(self, other: Var<'t>, kind: Kind) -> Var<'t> {
        self.check_same_tape(other);
        let (a, b) = (self.value(), other.value());
        let Some(shape) = a.shape().broadcast(&b.shape()) else {
            panic!(
                "{kind:?}: {} and {} do not fit; aligned at the last axis, sizes must be equal or 1",
                a.shape(),
                b.shape()
            );
        };
        let y = forward(kind, &a, &b, shape);
        let op = Binary {
            kind,
            a: self.id,
            b: other.id,
        };
        self.tape.record(y, &[self.id, other.id], op)
    }
}

#[track_caller]
fn forward(kind: Kind, a: &Tensor, b: &Tensor, shape: Shape) -> Tensor {
    if let Some(gpu) = crate::gpu::of(format_args!("{kind:?}"), [a, b]) {
        return gpu::forward(&gpu, kind, a, b, shape);
    }
    match kind {
        Kind::Add => combine(a, b, shape, |a, b| a + b),
        Kind::Sub => combine(a, b, shape, |a, b| a - b),
        Kind::Mul => combine(a, b, shape, |a, b| a * b),
        Kind::Div => combine(a, b, shape, |a, b| a / b),
    }
}

/// f(a, b) for each position of `shape`, to which both broadcast.
#[track_caller]
fn combine(
    a: &Tensor,
    b: &Tensor,
    shape: Shape,
    f: impl Fn(f32, f32) -> f32 + Copy + Sync,
) -> Tensor {
    let mut y = Tensor::scratch(shape);
    if a.shape() == b.shape() {
        rows::zip(a.data(), b.data(), y.data_mut(), f);
        return y;
    }
    // One number against all, or a row against every row of a matrix: the usual cases.
    if a.shape() == shape && b.len() == 1 {
        let b = b.data()[0];
        rows::map(a.data(), y.data_mut(), |a| f(a, b));
        return y;
    }
    if a.shape() == shape && shape.dims().ends_with(b.dims()) && !b.is_empty() {
        let rows = y.data_mut().chunks_exact_mut(b.len());
        for (y, a) in rows.zip(a.data().chunks_exact(b.len())) {
            for ((y, a), b) in y.iter_mut().zip(a).zip(b.data()) {
                *y = f(*a, *b);
            }
        }
        return y;
    }
    let places = Offsets::new(a.shape(), shape).zip(Offsets::new(b.shape(), shape));
    for (y, (i, j)) in y.data_mut().iter_mut().zip(places) {
        *y = f(a.data()[i], b.data()[j]);
    }
    y
}

impl Backward for Binary {
    fn backward(&self, y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let (a, b) = (values.get(self.a), values.get(self.b));
        let full = y.shape();
        if let Some(gpu) = y.gpu() {
            return gpu::backward(gpu, self, [a, b], y, dy, grads);
        }
        if grads.wants(self.a) {
            let da = match self.kind {
                Kind::Add | Kind::Sub => dy.clone(),
                Kind::Mul => combine(&dy, b, full, |dy, b| dy * b),
                Kind::Div => combine(&dy, b, full, |dy, b| dy / b),
            };
            grads.add(self.a, sum_to(da, a.shape()));
        }
        if grads.wants(self.b) {
            let db = match self.kind {
                Kind::Add => dy,
                Kind::Sub => combine(&dy, &dy, full, |dy, _| -dy),
                Kind::Mul => combine(&dy, a, full, |dy, a| dy * a),
                Kind::Div => {
                    let share = combine(&dy, y, full, |dy, y| -dy * y);
                    combine(&share, b, full, |share, b| share / b)
                }
            };
            grads.add(self.b, sum_to(db, b.shape()));
        }
    }
}

/// `a + b`, `a + 2.0` and `2.0 + a` for each operator.
macro_rules! operators {
    ($($Trait:ident $method:ident: |$var:ident, $number:ident| $right:expr, $left:expr;)*) => {
        $(
            impl<'t> $Trait for Var<'t> {
                type Output = Var<'t>;
                #[track_caller]
                fn $method(self, other: Var<'t>) -> Var<'t> {
                    self.binary(other, Kind::$Trait)
                }
            }

            impl<'t> $Trait<f32> for Var<'t> {
                type Output = Var<'t>;
                fn $method(self, $number: f32) -> Var<'t> {
                    let $var = self;
                    $right
                }
            }

            impl<'t> $Trait<Var<'t>> for f32 {
                type Output = Var<'t>;
                fn $method(self, $var: Var<'t>) -> Var<'t> {
                    let $number = self;
                    $left
                }
            }
        )*
    };
}

operators! {
    // var ∘ number,                                     number ∘ var
    Add add: |v, n| v.apply(Elementwise::Shift(n)),       v.apply(Elementwise::Shift(n));
    Sub sub: |v, n| v.apply(Elementwise::Shift(-n)),      -v + n;
    Mul mul: |v, n| v.apply(Elementwise::Scale(n)),       v.apply(Elementwise::Scale(n));
    Div div: |v, n| v.apply(Elementwise::Over(n)),        v.apply(Elementwise::Under(n));
}

impl<'t> Neg for Var<'t> {
    type Output = Var<'t>;
    fn neg(self) -> Var<'t> {
        self.apply(Elementwise::Neg)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tape;
    use crate::gradcheck::{assert_gradients, sample};

    #[test]
    fn gradients_with_every_kind_of_broadcasting() {
        for (a, b) in [
            (&[3, 2][..], &[3, 2][..]),
            (&[3, 2], &[2]),
            (&[2], &[3, 2]),
            (&[3, 1], &[1, 2]),
            (&[], &[3, 2]),
            (&[2, 1, 3], &[4, 1]),
        ] {
            let inputs = [sample(a, 1), sample(b, 2)];
            assert_gradients(&inputs, |_, v| (v[0] + v[1]).square().sum());
            assert_gradients(&inputs, |_, v| (v[0] - v[1]).square().sum());
            assert_gradients(&inputs, |_, v| (v[0] * v[1]).square().sum());
            assert_gradients(&inputs, |_, v| {
                (v[0] / (v[1].square() + 1.0)).square().sum()
            });
        }
    }

    #[test]
    fn a_value_used_twice_gets_both_gradients() {
        let tape = Tape::new();
        let x = tape.variable(Tensor::scalar(3.0));
        assert_eq!((x + x).backward().of(x).item(), 2.0);
        assert_eq!((x * x * x).backward().of(x).item(), 27.0);
    }

    #[test]
    fn numbers_on_either_side() {
        let tape = Tape::new();
        let x = tape.variable(Tensor::scalar(4.0));
        let y = (2.0 - x) * 3.0 + 8.0 / x + (1.0 + x) / 2.0 - 5.0;
        assert_eq!(y.item(), -6.0 + 2.0 + 2.5 - 5.0);
        assert_eq!(y.backward().of(x).item(), -3.0 - 0.5 + 0.5);
    }

    #[test]
    #[should_panic(expected = "Add: [5, 3] and [5] do not fit")]
    fn a_shape_mistake_is_explained() {
        let tape = Tape::new();
        let _ = tape.constant(Tensor::zeros([5, 3])) + tape.constant(Tensor::zeros([5]));
    }

    #[test]
    fn a_value_of_another_tape_has_no_gradient_here() {
        let (one, two) = (Tape::new(), Tape::new());
        let [x, y] = [&one, &two].map(|tape| tape.variable(Tensor::scalar(2.0)));
        let grads = (x * x).backward();
        assert!(grads.get(x).is_some() && grads.get(y).is_none());
    }

    #[test]
    #[should_panic(expected = "different tapes")]
    fn two_tapes_do_not_mix() {
        let (one, two) = (Tape::new(), Tape::new());
        let _ = one.constant(Tensor::scalar(1.0)) + two.constant(Tensor::scalar(1.0));
    }
}
