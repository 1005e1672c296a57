//! A dense layer: y = f(x·W + b).
//!
//! ```text
//! x [N, in]   W [in, out]   b [out]   y [N, out]      s = x·W + b, y = f(s)
//!
//! ds = dy ⊙ f′(s)            (f′ from y alone)
//! db = Σ_rows ds             every example adds the same b
//! dW = xᵀ·ds                 [in, N]·[N, out]
//! dx = ds·Wᵀ                 [N, out]·[out, in]
//! ```

mod gpu;

use super::{Activation, Backward};
use crate::Tensor;
use crate::kernels::{Matrix, gemm, rows};
use crate::tape::{Grads, Id, Values, Var};

pub(crate) struct Linear {
    x: Id,
    weight: Id,
    bias: Option<Id>,
    activation: Activation,
}

impl<'t> Var<'t> {
    /// `f(self · weight + bias)` in one pass: `self` is `[N, in]` (further axes before the last are
    /// rows too), `weight` `[in, out]`, `bias` `[out]` or `None`, the result `[N, out]`.
    ///
    /// # Panics
    /// If the sizes do not fit; the message says which. If the activation's `a` is negative.
    // ANCHOR: forward
    #[track_caller]
    pub fn linear(
        self,
        weight: Var<'t>,
        bias: impl Into<Option<Var<'t>>>,
        activation: Activation,
    ) -> Var<'t> {
        let bias = self.on_this_tape(weight, bias.into());
        let (x, w, b) = (self.value(), weight.value(), bias.map(Var::value));
        check(&x, &w, b.as_ref());
        activation.check_slope("linear");
        let y = forward(&x, &w, b.as_ref(), activation);
        let op = Linear {
            x: self.id,
            weight: weight.id,
            bias: bias.map(|b| b.id),
            activation,
        };
        let inputs = [op.x, op.weight, op.bias.unwrap_or(op.weight)];
        self.tape.record(y, &inputs, op)
    }
}

#[track_caller]
fn forward(x: &Tensor, w: &Tensor, b: Option<&Tensor>, activation: Activation) -> Tensor {
    if let Some(gpu) = crate::gpu::of("linear", [x, w].into_iter().chain(b)) {
        return gpu::forward(&gpu, x, w, b, activation);
    }
    let (n, inputs) = x.shape().as_rows();
    let outputs = w.shape().last();
    let mut y = Tensor::scratch(x.shape().with_axis(x.shape().rank() - 1, outputs));
    let (x, w) = (
        Matrix::new(x.data(), n, inputs),
        Matrix::new(w.data(), inputs, outputs),
    );
    let b = b.map(Tensor::data);
    gemm(x, w, y.data_mut(), |first, row| {
        activation.finish(b, first, row);
    });
    y
}
// ANCHOR_END: forward

impl<'t> Var<'t> {
    /// The bias of a layer of `self`, all three on one tape.
    #[track_caller]
    pub(super) fn on_this_tape(self, weight: Var<'t>, bias: Option<Var<'t>>) -> Option<Var<'t>> {
        self.check_same_tape(weight);
        if let Some(bias) = bias {
            self.check_same_tape(bias);
        }
        bias
    }
}

#[track_caller]
fn check(x: &Tensor, weight: &Tensor, bias: Option<&Tensor>) {
    let &[inputs, outputs] = weight.dims() else {
        panic!(
            "linear: the weight must be a matrix [in, out], it is {}",
            weight.shape()
        );
    };
    assert!(
        x.shape().rank() >= 1,
        "linear: x must be [N, in], it is a single number"
    );
    assert!(
        x.shape().last() == inputs,
        "linear: x is {}, weight is {}: inner sizes {} and {inputs} differ{}",
        x.shape(),
        weight.shape(),
        x.shape().last(),
        if x.shape().last() == outputs {
            "; is the weight transposed? It is [in, out] here"
        } else {
            ""
        }
    );
    if let Some(bias) = bias {
        assert!(
            bias.dims() == [outputs],
            "linear: weight is {}, so the bias must be [{outputs}], it is {}",
            weight.shape(),
            bias.shape()
        );
    }
}

impl Backward for Linear {
    // ANCHOR: backward
    fn backward(&self, y: &Tensor, mut dy: Tensor, values: Values, grads: &mut Grads) {
        let (x, weight) = (values.get(self.x), values.get(self.weight));
        if let Some(gpu) = y.gpu() {
            return gpu::backward(gpu, self, [x, weight, y], dy, grads);
        }
        let (n, inputs) = x.shape().as_rows();
        let outputs = y.shape().last();
        self.activation.backward(y.data(), dy.data_mut());
        let ds = Matrix::new(dy.data(), n, outputs);
        if let Some(bias) = self.bias
            && grads.wants(bias)
        {
            let mut db = Tensor::scratch([outputs]);
            rows::sum_rows(dy.data(), db.data_mut());
            grads.add(bias, db);
        }
        if grads.wants(self.weight) {
            let mut dw = Tensor::scratch([inputs, outputs]);
            let x = Matrix::new(x.data(), n, inputs);
            gemm(x.t(), ds, dw.data_mut(), |_, _| {});
            grads.add(self.weight, dw);
        }
        if grads.wants(self.x) {
            let mut dx = Tensor::scratch(x.shape());
            let weight = Matrix::new(weight.data(), inputs, outputs);
            gemm(ds, weight.t(), dx.data_mut(), |_, _| {});
            grads.add(self.x, dx);
        }
    }
    // ANCHOR_END: backward
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tape;
    use crate::gradcheck::{assert_gradients, sample};

    const ALL: [Activation; 6] = [
        Activation::Identity,
        Activation::Relu,
        Activation::Sigmoid,
        Activation::Tanh,
        Activation::LeakyRelu(0.2),
        Activation::Elu(1.5),
    ];

    #[test]
    fn equals_its_composition_in_value_and_gradient() {
        let inputs = [sample([7, 5], 1), sample([5, 3], 2), sample([3], 3)];
        for activation in ALL {
            let run = |fused: bool| {
                let tape = Tape::new();
                let [x, w, b] = inputs.each_ref().map(|t| tape.variable(t.clone()));
                let y = if fused {
                    x.linear(w, b, activation)
                } else {
                    (x.matmul(w) + b).activate(activation)
                };
                let grads = (y * y).sum().backward();
                [x, w, b]
                    .map(|v| grads.of(v).clone())
                    .into_iter()
                    .chain([y.value()])
                    .collect::<Vec<_>>()
            };
            for (fused, plain) in run(true).iter().zip(run(false)) {
                for (a, b) in fused.data().iter().zip(plain.data()) {
                    assert!(
                        (a - b).abs() <= 1e-5 * (1.0 + b.abs()),
                        "{activation:?}: {a} {b}"
                    );
                }
            }
        }
    }

    #[test]
    fn gradients() {
        let inputs = [sample([4, 3], 4), sample([3, 2], 5), sample([2], 6)];
        for activation in ALL {
            assert_gradients(&inputs, |_, v| {
                v[0].linear(v[1], v[2], activation).square().sum()
            });
        }
    }

    #[test]
    #[should_panic(
        expected = "linear: x is [128, 784], weight is [100, 128]: inner sizes 784 and 100 differ"
    )]
    fn a_shape_mistake_is_explained() {
        let tape = Tape::new();
        let [x, w, b] =
            [&[128, 784][..], &[100, 128], &[128]].map(|s| tape.constant(Tensor::zeros(s)));
        x.linear(w, b, Activation::Relu);
    }

    #[test]
    #[should_panic(expected = "LeakyRelu(-0.5) in a layer needs a number of at least 0")]
    fn an_activation_whose_result_hides_the_sign_is_refused() {
        let tape = Tape::new();
        let [x, w, b] = [&[8, 5][..], &[5, 3], &[3]].map(|s| tape.constant(Tensor::zeros(s)));
        x.linear(w, b, Activation::LeakyRelu(-0.5));
    }

    #[test]
    #[should_panic(expected = "is the weight transposed?")]
    fn a_transposed_weight_is_recognised() {
        let tape = Tape::new();
        let [x, w, b] = [&[8, 5][..], &[3, 5], &[5]].map(|s| tape.constant(Tensor::zeros(s)));
        x.linear(w, b, Activation::Relu);
    }
}
