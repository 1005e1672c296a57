//! Losses that are a sum over all numbers, on a graphics card: each is two formulas in WGSL.

use super::super::reduce;
use crate::Tensor;
use crate::gpu::{Gpu, Kernel};

static BACKWARD: Kernel = Kernel::new("backward", include_str!("loss.wgsl"));

/// factor · Σ term(xᵢ, tᵢ).
pub(crate) fn forward(
    gpu: &Gpu,
    term: &'static str,
    x: &Tensor,
    target: &Tensor,
    factor: f32,
) -> Tensor {
    reduce::gpu::total(gpu, term, x, target, factor)
}

/// dy · factor · slope(xᵢ, tᵢ), where slope is ∂term/∂x.
pub(crate) fn backward(
    gpu: &Gpu,
    slope: &'static str,
    [x, target, dy]: [&Tensor; 3],
    factor: f32,
) -> Tensor {
    let mut dx = gpu.scratch(x.shape());
    let quads = dx.len().div_ceil(4);
    gpu.launch(&BACKWARD)
        .define("slope", slope)
        .number(quads)
        .number(factor)
        .read(x)
        .read(target)
        .read(dy)
        .write(&mut dx)
        .threads(quads);
    dx
}
