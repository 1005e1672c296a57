//! Softmax and cross-entropy on a graphics card.

use super::super::{reduce, softmax};
use crate::gpu::{Gpu, Kernel};
use crate::{Labels, Tensor};

static BACKWARD: Kernel = Kernel::new("backward", include_str!("backward.wgsl"));

/// The probabilities and the mean loss.
pub(super) fn forward(gpu: &Gpu, x: &Tensor, labels: &Labels) -> (Tensor, Tensor) {
    let rows = labels.len();
    let (mut p, mut losses) = (gpu.scratch(x.shape()), gpu.scratch([rows]));
    softmax::gpu::launch(gpu, &softmax::gpu::CROSS_ENTROPY, x)
        .write(&mut p)
        .read_block(&labels.on(gpu))
        .write(&mut losses)
        .groups(rows);
    let loss = reduce::gpu::total(gpu, "x", &losses, &losses, 1.0 / rows as f32);
    (p, loss)
}

pub(super) fn backward(gpu: &Gpu, p: &Tensor, labels: &Labels, dy: &Tensor) -> Tensor {
    let mut dx = gpu.scratch(p.shape());
    gpu.launch(&BACKWARD)
        .numbers([labels.len(), labels.classes()])
        .read(p)
        .read_block(&labels.on(gpu))
        .read(dy)
        .write(&mut dx)
        .threads(p.len());
    dx
}
