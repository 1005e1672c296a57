//! PReLU on a graphics card.

use super::super::reduce;
use super::Prelu;
use crate::Tensor;
use crate::gpu::{Gpu, Kernel};
use crate::tape::Grads;

static FORWARD: Kernel = Kernel::new("forward", include_str!("prelu.wgsl"));
static BACKWARD: Kernel = Kernel::new("backward", include_str!("prelu.wgsl"));

pub(super) fn forward(gpu: &Gpu, x: &Tensor, slope: &Tensor) -> Tensor {
    let mut y = gpu.scratch(x.shape());
    let quads = y.len().div_ceil(4);
    gpu.launch(&FORWARD)
        .number(quads)
        .read(slope)
        .read(x)
        .write(&mut y)
        .threads(quads);
    y
}

/// The rules of `prelu.rs`.
pub(super) fn backward(gpu: &Gpu, op: &Prelu, [x, slope, dy]: [&Tensor; 3], grads: &mut Grads) {
    if grads.wants(op.slope) {
        let da = reduce::gpu::total(gpu, "select(x * t, 0.0, x > 0.0)", x, dy, 1.0);
        grads.add(op.slope, da.reshape(slope.shape()));
    }
    if grads.wants(op.x) {
        grads.add(op.x, input_gradient(gpu, x, slope, dy));
    }
}

fn input_gradient(gpu: &Gpu, x: &Tensor, slope: &Tensor, dy: &Tensor) -> Tensor {
    let mut dx = gpu.scratch(x.shape());
    let quads = dx.len().div_ceil(4);
    gpu.launch(&BACKWARD)
        .number(quads)
        .read(slope)
        .read(x)
        .read(dy)
        .write(&mut dx)
        .threads(quads);
    dx
}
