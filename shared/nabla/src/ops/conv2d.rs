//! Convolution: a window slides over the image, and at each of its places a dense layer sees what
//! is under it.
//!
//! ```text
//! x [N, H, W, C]   w [KH, KW, C/G, K]   b [K]   y [N, H′, W′, K]      s = x∗w + b, y = f(s)
//!
//! s[n, i, j, k] = b[k] + Σ_abc x[n, i·stride + a·dilation − top, j·stride + b·dilation − left, c]
//!                            · w[a, b, c, k]          over the C/G channels c of the group of k
//!
//! ds = dy ⊙ f′(s)                  (f′ from y alone)
//! db = Σ_nij ds                    every place of every image adds the same b
//! dw[a, b, c, k] = Σ_nij x[…] · ds[n, i, j, k]
//! dx: each product x·w above sends ds·w back to its x
//! ```
//!
//! In loops that say no more than this: `conv2d`, `conv2d_dw` and `conv2d_dx` in `kernels/naive.rs`. How it is
//! made fast: `kernels/conv`.

pub(crate) mod gpu;

use super::{Activation, Backward};
use crate::kernels::conv::{Convolution, Gradients};
use crate::tape::{Grads, Id, Values, Var};
use crate::{Shape, Tensor, Window};

pub(crate) struct Conv2d {
    x: Id,
    weight: Id,
    bias: Option<Id>,
    window: Window,
    activation: Activation,
}

impl<'t> Var<'t> {
    /// `f(self ∗ weight + bias)`: `self` is `[N, H, W, C]`, `weight` `[KH, KW, C, K]`, `bias` `[K]` or
    /// `None`, the result `[N, H′, W′, K]` with the sizes that [`Window::output`] says. As everywhere
    /// in deep learning the weight is not turned around first, so this is what mathematics calls
    /// cross-correlation. With [groups](Window::groups) the weight is `[KH, KW, C/groups, K]`.
    ///
    /// # Panics
    /// If the sizes do not fit; the message says which. If the activation's `a` is negative.
    // ANCHOR: forward
    #[track_caller]
    pub fn conv2d(
        self,
        weight: Var<'t>,
        bias: impl Into<Option<Var<'t>>>,
        window: Window,
        activation: Activation,
    ) -> Var<'t> {
        let bias = self.on_this_tape(weight, bias.into());
        let (x, w, b) = (self.value(), weight.value(), bias.map(Var::value));
        check(&x, &w, b.as_ref(), window);
        activation.check_slope("conv2d");
        let y = forward(&x, &w, b.as_ref(), window, activation);
        let op = Conv2d {
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
    x: &Tensor,
    weight: &Tensor,
    bias: Option<&Tensor>,
    window: Window,
    activation: Activation,
) -> Tensor {
    if let Some(gpu) = crate::gpu::of("conv2d", [x, weight].into_iter().chain(bias)) {
        return gpu::forward(&gpu, x, weight, bias, (window, activation));
    }
    let outputs = weight.shape().last();
    let conv = Convolution::new(x.shape(), outputs, window);
    let mut y = Tensor::scratch(conv.output());
    let bias = bias.map(Tensor::data);
    conv.forward(x.data(), weight.data(), y.data_mut(), |rows| {
        for row in rows.chunks_exact_mut(outputs) {
            activation.finish(bias, 0, row);
        }
    });
    y
}

#[track_caller]
fn check(x: &Tensor, weight: &Tensor, bias: Option<&Tensor>, window: Window) {
    let &[_, height, width, channels] = x.dims() else {
        panic!(
            "conv2d: x must be a batch of images [N, H, W, C], it is {}{}",
            x.shape(),
            if x.shape().rank() == 3 {
                "; reshape it, for one channel to [N, H, W, 1]"
            } else {
                ""
            }
        );
    };
    let [rows, columns] = window.size;
    let &[kh, kw, inputs, outputs] = weight.dims() else {
        panic!(
            "conv2d: the weight must be [KH, KW, C, K], here [{rows}, {columns}, {channels}, K]; it is {}",
            weight.shape()
        );
    };
    assert!(
        [kh, kw] == window.size,
        "conv2d: the window is {rows} × {columns}, the weight {} is made for {kh} × {kw}{}",
        weight.shape(),
        if [inputs, outputs] == window.size {
            "; it is [KH, KW, C, K] here, PyTorch's is [K, C, KH, KW]"
        } else {
            ""
        }
    );
    assert!(
        inputs.checked_mul(window.groups) == Some(channels),
        "conv2d: x is {}, weight is {}: {channels} channels come in, the weight is made for {inputs}{}{}",
        x.shape(),
        weight.shape(),
        in_groups(window),
        if height == inputs && width != inputs {
            "; is x [N, C, H, W]? It is [N, H, W, C] here"
        } else {
            ""
        }
    );
    assert!(
        outputs.is_multiple_of(window.groups),
        "conv2d: weight is {}: {outputs} outputs do not make {} equal groups",
        weight.shape(),
        window.groups
    );
    if let Some(bias) = bias {
        assert!(
            bias.dims() == [outputs],
            "conv2d: weight is {}, so the bias must be [{outputs}], it is {}",
            weight.shape(),
            bias.shape()
        );
    }
    check_not_empty("conv2d", x, weight);
    // Says so if the window is larger than the image.
    window.output([height, width]);
}

/// What a message adds where there are groups.
pub(super) fn in_groups(window: Window) -> String {
    match window.groups {
        1 => String::new(),
        groups => format!(" in each of {groups} groups"),
    }
}

/// A batch of none is all right, an image without pixels or channels is a slip.
#[track_caller]
pub(super) fn check_not_empty(op: &str, x: &Tensor, weight: &Tensor) {
    let mut sizes = x.dims().iter().skip(1).chain(weight.dims());
    assert!(
        sizes.all(|&size| size > 0),
        "{op}: x is {}, weight is {}: only a batch may be empty, no image, channel or output",
        x.shape(),
        weight.shape()
    );
}

impl Backward for Conv2d {
    // ANCHOR: backward
    fn backward(&self, y: &Tensor, mut dy: Tensor, values: Values, grads: &mut Grads) {
        let (x, weight) = (values.get(self.x), values.get(self.weight));
        if let Some(gpu) = y.gpu() {
            return gpu::backward(gpu, self, [x, weight, y], dy, grads);
        }
        let outputs = weight.shape().last();
        let wanted = |id: Id, shape: Shape| grads.wants(id).then(|| Tensor::scratch(shape));
        let mut dx = wanted(self.x, x.shape());
        let mut dw = wanted(self.weight, weight.shape());
        let mut db = self.bias.and_then(|bias| wanted(bias, [outputs].into()));
        let conv = Convolution::new(x.shape(), outputs, self.window);
        let gradients = Gradients {
            dx: dx.as_mut().map(Tensor::data_mut),
            dw: dw.as_mut().map(Tensor::data_mut),
            db: db.as_mut().map(Tensor::data_mut),
        };
        let ds = |first: usize, dy: &mut [f32]| {
            let y = &y.data()[first..first + dy.len()];
            self.activation.backward(y, dy);
        };
        conv.backward(x.data(), weight.data(), dy.data_mut(), ds, gradients);
        let ids = [Some(self.x), Some(self.weight), self.bias];
        for (id, grad) in ids.into_iter().zip([dx, dw, db]) {
            if let (Some(id), Some(grad)) = (id, grad) {
                grads.add(id, grad);
            }
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
            sample([2, 5, 4, 2], 1),
            sample([3, 2, 2, 3], 2),
            sample([3], 3),
        ];
        let plain = Window::new([3, 2]);
        let odd = Padding::Explicit {
            rows: [2, 0],
            columns: [1, 3],
        };
        for window in [
            plain,
            plain.stride([2, 3]),
            plain.padding(Padding::Same),
            plain.padding(odd).stride([1, 2]),
            plain.padding(odd).dilation([2, 3]).stride(2),
        ] {
            assert_gradients(&inputs, |_, v| {
                let y = v[0].conv2d(v[1], v[2], window, Activation::Tanh);
                (y * y).mean()
            });
            assert_gradients(&inputs[..2], |_, v| {
                let y = v[0].conv2d(v[1], None, window, Activation::Identity);
                (y * y).mean()
            });
        }
    }

    #[test]
    fn gradients_of_groups() {
        for (weight, groups) in [([2, 2, 2, 6], 2), ([2, 2, 1, 4], 4), ([2, 2, 1, 8], 4)] {
            let inputs = [
                sample([2, 4, 3, 4], 1),
                sample(weight, 2),
                sample([weight[3]], 3),
            ];
            let window = Window::new(2).groups(groups);
            for window in [window, window.dilation([2, 1]).padding(Padding::Same)] {
                assert_gradients(&inputs, |_, v| {
                    let y = v[0].conv2d(v[1], v[2], window, Activation::Tanh);
                    (y * y).mean()
                });
            }
        }
    }

    /// What groups mean: convolutions of a part of the channels each, side by side.
    #[test]
    fn groups_are_convolutions_of_their_own() {
        let tape = Tape::new();
        let x = tape.constant(sample([2, 6, 5, 6], 1));
        let w = tape.constant(sample([3, 3, 2, 9], 2));
        let window = Window::new(3).dilation([1, 2]);
        let y = x.conv2d(w, None, window.groups(3), Activation::Relu);
        let parts = [0, 1, 2].map(|g| {
            let (x, w) = (x.slice(3, 2 * g..2 * g + 2), w.slice(3, 3 * g..3 * g + 3));
            x.conv2d(w, None, window, Activation::Relu)
        });
        let (got, want) = (y.value(), Var::concat(&parts, 3).value());
        let close = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-5;
        assert!(got.data().iter().zip(want.data()).all(close));
    }

    #[test]
    #[should_panic(expected = "4 channels come in, the weight is made for 4 in each of 2 groups")]
    fn a_weight_without_groups_is_refused() {
        refused(&[7, 8, 8, 4], &[3, 3, 4, 8], 8, Window::new(3).groups(2));
    }

    #[test]
    #[should_panic(expected = "[3, 3, 2, 7]: 7 outputs do not make 2 equal groups")]
    fn outputs_that_make_no_groups_are_refused() {
        refused(&[7, 8, 8, 4], &[3, 3, 2, 7], 7, Window::new(3).groups(2));
    }

    fn refused(x: &[usize], weight: &[usize], bias: usize, window: Window) {
        let tape = Tape::new();
        let [x, w] = [x, weight].map(|s| tape.constant(Tensor::zeros(s)));
        let b = tape.constant(Tensor::zeros([bias]));
        x.conv2d(w, b, window, Activation::Relu);
    }

    #[test]
    #[should_panic(
        expected = "conv2d: x must be a batch of images [N, H, W, C], it is [7, 28, 28]; reshape"
    )]
    fn images_without_channels_are_refused() {
        refused(&[7, 28, 28], &[3, 3, 1, 8], 8, Window::new(3));
    }

    #[test]
    #[should_panic(expected = "it is [KH, KW, C, K] here, PyTorch's is [K, C, KH, KW]")]
    fn pytorchs_weight_is_recognised() {
        refused(&[7, 28, 28, 2], &[8, 2, 3, 5], 8, Window::new([3, 5]));
    }

    #[test]
    #[should_panic(expected = "3 channels come in, the weight is made for 2")]
    fn a_wrong_number_of_channels_is_refused() {
        refused(&[7, 28, 28, 3], &[3, 3, 2, 8], 8, Window::new(3));
    }

    #[test]
    #[should_panic(expected = "is x [N, C, H, W]? It is [N, H, W, C] here")]
    fn pytorchs_images_are_recognised() {
        refused(&[7, 2, 28, 28], &[3, 3, 2, 8], 8, Window::new(3));
    }

    #[test]
    #[should_panic(expected = "so the bias must be [8], it is [9]")]
    fn a_wrong_bias_is_refused() {
        refused(&[7, 28, 28, 2], &[3, 3, 2, 8], 9, Window::new(3));
    }

    #[test]
    #[should_panic(
        expected = "x is [1, 0, 8, 2], weight is [3, 3, 2, 8]: only a batch may be empty"
    )]
    fn an_image_of_no_rows_is_refused() {
        refused(
            &[1, 0, 8, 2],
            &[3, 3, 2, 8],
            8,
            Window::new(3).padding(Padding::all(5)),
        );
    }

    #[test]
    #[should_panic(expected = "only a batch may be empty, no image, channel or output")]
    fn an_image_of_no_channels_is_refused() {
        refused(&[1, 8, 8, 0], &[3, 3, 0, 4], 4, Window::new(3));
    }

    #[test]
    #[should_panic(expected = "only a batch may be empty, no image, channel or output")]
    fn a_convolution_to_no_channels_is_refused() {
        refused(&[1, 8, 8, 16], &[3, 3, 16, 0], 0, Window::new(3));
    }

    #[test]
    #[should_panic(expected = "a window of 3 × 3 does not fit into an image of 2 × 9")]
    fn a_window_larger_than_the_image_is_refused() {
        refused(&[7, 2, 9, 2], &[3, 3, 2, 8], 8, Window::new(3));
    }
}
