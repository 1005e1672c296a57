//! Transposed convolution: what a convolution's gradient does to an image, as a layer of its own. Each
//! number of x paints a copy of the kernel, `stride` apart, and overlaps add up: it makes images larger.
//!
//! ```text
//! x [N, H, W, C]   w [KH, KW, K/G, C]   b [K]   y [N, H′, W′, K]      s = ∂/∂z (z∗w)·x + b, y = f(s)
//!
//! s[n, i·stride + a·dilation − top, j·stride + b·dilation − left, k] += x[n, i, j, c] · w[a, b, k, c]
//!                                                  for the K/G outputs k of the group of c, and the bias
//!
//! ds = dy ⊙ f′(s)                  (f′ from y alone)
//! db = Σ ds
//! dx = ds ∗ w                      the convolution itself
//! dw: the gradient of its weight, with ds for its image and x for what comes from above
//! ```

mod gpu;

use super::{Activation, Backward};
use crate::kernels::conv::{Convolution, Gradients};
use crate::kernels::rows;
use crate::kernels::threads::{for_each_chunk, whole_rows};
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor, Window};

pub(crate) struct ConvTranspose2d {
    x: Id,
    weight: Id,
    bias: Option<Id>,
    window: Window,
    activation: Activation,
}

impl<'t> Var<'t> {
    /// The transposed convolution of `self` `[N, H, W, C]`: `weight` is `[KH, KW, K, C]`, the weight of
    /// the convolution from K to C channels that goes the other way; `bias` is `[K]` or `None`, the
    /// result `[N, H′, W′, K]` with the sizes that [`Window::transposed_output`] says. With
    /// [groups](Window::groups) the weight is `[KH, KW, K/groups, C]`.
    ///
    /// # Panics
    /// If the sizes do not fit; the message says which. If the activation's `a` is negative.
    // ANCHOR: forward
    #[track_caller]
    pub fn conv_transpose2d(
        self,
        weight: Var<'t>,
        bias: impl Into<Option<Var<'t>>>,
        window: Window,
        activation: Activation,
    ) -> Var<'t> {
        let bias = self.on_this_tape(weight, bias.into());
        let (x, w, b) = (self.value(), weight.value(), bias.map(Var::value));
        let shape = check(&x, &w, b.as_ref(), window);
        activation.check_slope("conv_transpose2d");
        let y = forward([&x, &w], b.as_ref(), shape, (window, activation));
        let op = ConvTranspose2d {
            x: self.id,
            weight: weight.id,
            bias: bias.map(|b| b.id),
            window,
            activation,
        };
        let inputs = [op.x, op.weight, op.bias.unwrap_or(op.weight)];
        self.tape.record(y, &inputs, op)
    }
    // ANCHOR_END: forward
}

#[track_caller]
fn forward(
    [x, weight]: [&Tensor; 2],
    bias: Option<&Tensor>,
    shape: Shape,
    (window, activation): (Window, Activation),
) -> Tensor {
    if let Some(gpu) = crate::gpu::of("conv_transpose2d", [x, weight].into_iter().chain(bias)) {
        let finish = super::matmul::gpu::Finish { bias, activation };
        return gpu::forward(&gpu, [x, weight], shape, window, finish);
    }
    let conv = Convolution::new(shape, x.shape().last(), window);
    let mut y = Tensor::scratch(shape);
    let dx = Gradients {
        dx: Some(y.data_mut()),
        ..Gradients::default()
    };
    conv.gradients(&[], weight.data(), images(x), dx);
    let bias_row = bias.map(Tensor::data);
    let outputs = shape.last();
    for_each_chunk([y.data_mut()], whole_rows(outputs), |_, [rows]| {
        for row in rows.chunks_exact_mut(outputs) {
            activation.finish(bias_row, 0, row);
        }
    });
    y
}

/// Image i of a batch.
fn images<'a>(batch: &'a Tensor) -> impl Fn(usize) -> &'a [f32] + Sync {
    let size = batch.len() / batch.dims()[0].max(1);
    move |i| &batch.data()[i * size..][..size]
}

/// The shape of the result.
#[track_caller]
fn check(x: &Tensor, weight: &Tensor, bias: Option<&Tensor>, window: Window) -> Shape {
    let &[images, height, width, channels] = x.dims() else {
        panic!(
            "conv_transpose2d: x must be a batch of images [N, H, W, C], it is {}",
            x.shape()
        );
    };
    let [rows, columns] = window.size;
    let &[kh, kw, made, inputs] = weight.dims() else {
        panic!(
            "conv_transpose2d: the weight must be [KH, KW, K, C], here [{rows}, {columns}, K, {channels}]; it is {}",
            weight.shape()
        );
    };
    assert!(
        [kh, kw] == window.size,
        "conv_transpose2d: the window is {rows} × {columns}, the weight {} is made for {kh} × {kw}",
        weight.shape()
    );
    assert!(
        inputs == channels,
        "conv_transpose2d: x is {}, weight is {}: {channels} channels come in, the weight is made for {inputs}{}",
        x.shape(),
        weight.shape(),
        if made == channels {
            "; it is [KH, KW, K, C] here, the outputs before the inputs"
        } else {
            ""
        }
    );
    assert!(
        inputs.is_multiple_of(window.groups),
        "conv_transpose2d: weight is {}: {inputs} channels do not make {} equal groups",
        weight.shape(),
        window.groups
    );
    super::conv2d::check_not_empty("conv_transpose2d", x, weight);
    let outputs = made * window.groups;
    if let Some(bias) = bias {
        assert!(
            bias.dims() == [outputs],
            "conv_transpose2d: weight is {}, so the bias must be [{outputs}], it is {}",
            weight.shape(),
            bias.shape()
        );
    }
    let [height, width] = window.transposed_output([height, width]);
    Shape::new(&[images, height, width, outputs])
}

impl Backward for ConvTranspose2d {
    // ANCHOR: backward
    fn backward(&self, y: &Tensor, mut dy: Tensor, values: Values, grads: &mut Grads) {
        let (x, weight) = (values.get(self.x), values.get(self.weight));
        if let Some(gpu) = y.gpu() {
            return gpu::backward(gpu, self, [x, weight, y], dy, grads);
        }
        self.activation.backward(y.data(), dy.data_mut());
        let ds = dy;
        if let Some(bias) = self.bias
            && grads.wants(bias)
        {
            let mut db = Tensor::scratch([y.shape().last()]);
            rows::sum_rows(ds.data(), db.data_mut());
            grads.add(bias, db);
        }
        let conv = Convolution::new(y.shape(), x.shape().last(), self.window);
        if grads.wants(self.weight) {
            let mut dw = Tensor::scratch(weight.shape());
            let gradients = Gradients {
                dw: Some(dw.data_mut()),
                ..Gradients::default()
            };
            conv.gradients(ds.data(), weight.data(), images(x), gradients);
            grads.add(self.weight, dw);
        }
        if grads.wants(self.x) {
            let mut dx = Tensor::scratch(x.shape());
            conv.forward(ds.data(), weight.data(), dx.data_mut(), |_| {});
            grads.add(self.x, dx);
        }
    }
    // ANCHOR_END: backward
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{assert_gradients, sample};
    use crate::{Padding, Tape};

    #[test]
    fn gradients() {
        let inputs = [
            sample([2, 4, 3, 2], 1),
            sample([3, 2, 3, 2], 2),
            sample([3], 3),
        ];
        let plain = Window::new([3, 2]);
        for window in [
            plain,
            plain.stride([2, 3]),
            plain.stride(2).padding(Padding::Same),
            plain.padding(Padding::all(1)),
            plain.padding(Padding::all(1)).dilation([2, 3]).stride(2),
        ] {
            assert_gradients(&inputs, |_, v| {
                let y = v[0].conv_transpose2d(v[1], v[2], window, Activation::Tanh);
                (y * y).mean()
            });
            assert_gradients(&inputs[..2], |_, v| {
                let y = v[0].conv_transpose2d(v[1], None, window, Activation::Identity);
                (y * y).mean()
            });
        }
    }

    #[test]
    fn gradients_of_groups() {
        for (weight, groups) in [([2, 2, 3, 4], 2), ([2, 2, 1, 4], 4)] {
            let window = Window::new(2).stride([2, 1]).groups(groups);
            let outputs = weight[2] * groups;
            let inputs = [
                sample([2, 3, 2, 4], 1),
                sample(weight, 2),
                sample([outputs], 3),
            ];
            assert_gradients(&inputs, |_, v| {
                let y = v[0].conv_transpose2d(v[1], v[2], window, Activation::Tanh);
                (y * y).mean()
            });
        }
    }

    /// ⟨conv(z), x⟩ = ⟨z, convᵀ(x)⟩ for all z and x: what "transposed" means.
    #[test]
    fn it_is_the_transpose_of_the_convolution() {
        for (size, channels, outputs) in [(7, 3, 5), (12, 32, 64)] {
            let window = Window::new(3).padding(Padding::Same);
            let tape = Tape::new();
            let z = tape.constant(sample([2, size, size, channels], 1));
            let w = tape.constant(sample([3, 3, channels, outputs], 2));
            let x = tape.constant(sample([2, size, size, outputs], 3));
            let y = z.conv2d(w, None, window, Activation::Identity);
            let back = x.conv_transpose2d(w, None, window, Activation::Identity);
            let (one, other) = ((y * x).sum().item(), (z * back).sum().item());
            assert!(
                (one - other).abs() <= 1e-4 * (1.0 + one.abs()),
                "{one} {other}"
            );
        }
    }

    /// 90,000 rows: one running sum in single precision would lose three digits.
    #[test]
    fn the_gradient_of_a_bias_is_exact_for_many_pixels() {
        let tape = Tape::new();
        let x = tape.constant(Tensor::zeros([1, 300, 300, 1]));
        let w = tape.constant(Tensor::zeros([1, 1, 3, 1]));
        let b = tape.variable(Tensor::zeros([3]));
        let y = x.conv_transpose2d(w, b, Window::new(1), Activation::Identity);
        let above = sample(y.shape(), 1);
        let above = above.data().iter().map(|x| x + 10.0).collect();
        let above = Tensor::from_vec(above, y.shape());
        let grads = (y * tape.constant(above.clone())).sum().backward();
        for k in 0..3 {
            let column = above.data().iter().skip(k).step_by(3);
            let want: f64 = column.map(|&x| f64::from(x)).sum();
            let error = (f64::from(grads.of(b).data()[k]) / want - 1.0).abs();
            assert!(error < 1e-6, "{error}");
        }
    }

    #[test]
    #[should_panic(
        expected = "x is [1, 0, 5, 2], weight is [2, 2, 3, 2]: only a batch may be empty"
    )]
    fn an_image_of_no_rows_is_refused() {
        let tape = Tape::new();
        let [x, w] = [&[1, 0, 5, 2][..], &[2, 2, 3, 2]].map(|s| tape.constant(Tensor::zeros(s)));
        x.conv_transpose2d(w, None, Window::new(2), Activation::Identity);
    }

    #[test]
    #[should_panic(expected = "it is [KH, KW, K, C] here, the outputs before the inputs")]
    fn a_turned_weight_is_recognised() {
        let tape = Tape::new();
        let [x, w] = [&[1, 4, 4, 5][..], &[2, 2, 5, 3]].map(|s| tape.constant(Tensor::zeros(s)));
        x.conv_transpose2d(w, None, Window::new(2), Activation::Identity);
    }
}
