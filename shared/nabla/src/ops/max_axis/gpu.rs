//! The largest number along an axis on a graphics card.

use crate::gpu::{Gpu, Kernel};
use crate::{Shape, Tensor};

static FORWARD: Kernel = Kernel::new("largest", include_str!("max_axis.wgsl"));
static BACKWARD: Kernel = Kernel::new("largest_back", include_str!("max_axis.wgsl"));

type Around = (usize, usize, usize);

pub(super) fn forward(gpu: &Gpu, x: &Tensor, (outer, len, inner): Around, shape: Shape) -> Tensor {
    let mut y = gpu.scratch(shape);
    gpu.launch(&FORWARD)
        .numbers([outer, len, inner])
        .read(x)
        .write(&mut y)
        .threads(outer * inner);
    y
}

pub(super) fn backward(gpu: &Gpu, x: &Tensor, dy: &Tensor, (outer, len, inner): Around) -> Tensor {
    let mut dx = gpu.full(x.shape(), 0.0);
    gpu.launch(&BACKWARD)
        .numbers([outer, len, inner])
        .read(x)
        .read(dy)
        .write(&mut dx)
        .threads(outer * inner);
    dx
}
