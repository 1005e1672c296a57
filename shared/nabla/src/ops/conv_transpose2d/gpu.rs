//! Transposed convolution on a graphics card: the products of [`conv2d`](super::super::conv2d), in
//! other roles.

use super::super::conv2d::gpu::Sizes;
use super::super::matmul::gpu::Finish;
use super::super::reduce::gpu::sum_middle;
use super::ConvTranspose2d;
use crate::gpu::Gpu;
use crate::tape::Grads;
use crate::{Activation, Shape, Tensor, Window};

/// f of what a convolution of images of `shape` would send back to them, and the bias.
pub(super) fn forward(
    gpu: &Gpu,
    [x, weight]: [&Tensor; 2],
    shape: Shape,
    window: Window,
    finish: Finish,
) -> Tensor {
    let sizes = Sizes::new(shape, x.shape().last(), window);
    sizes.image(gpu, x, weight, Some(finish))
}

/// The rules of `conv_transpose2d.rs`.
pub(super) fn backward(
    gpu: &Gpu,
    op: &ConvTranspose2d,
    [x, weight, y]: [&Tensor; 3],
    dy: Tensor,
    grads: &mut Grads,
) {
    let sizes = Sizes::new(y.shape(), x.shape().last(), op.window);
    let ds = op.activation.backward_on(gpu, y, dy);
    if let Some(bias) = op.bias
        && grads.wants(bias)
    {
        let (rows, outputs) = y.shape().as_rows();
        let db = sum_middle(gpu, &ds, [1, rows, outputs], 1.0);
        grads.add(bias, db.reshape([outputs]));
    }
    if grads.wants(op.weight) {
        grads.add(op.weight, sizes.weight(gpu, &ds, x));
    }
    if grads.wants(op.x) {
        let plain = Finish {
            bias: None,
            activation: Activation::Identity,
        };
        grads.add(op.x, sizes.forward(gpu, &ds, weight, plain));
    }
}
