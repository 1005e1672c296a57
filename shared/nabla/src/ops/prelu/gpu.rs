//! PReLU on a graphics card.

use super::super::reduce;
use crate::Tensor;
use crate::gpu::{Gpu, Kernel};

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

/// da = Σ dy·x over x ≤ 0.
pub(super) fn slope_gradient(gpu: &Gpu, x: &Tensor, dy: &Tensor) -> Tensor {
    reduce::gpu::total(gpu, "select(x * t, 0.0, x > 0.0)", x, dy, 1.0)
}

pub(super) fn input_gradient(gpu: &Gpu, x: &Tensor, slope: &Tensor, dy: &Tensor) -> Tensor {
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
