//! One number out of each row on a graphics card.

use crate::gpu::{Gpu, Kernel};
use crate::{Labels, Shape, Tensor};

static PICK: Kernel = Kernel::new("pick", include_str!("pick.wgsl"));
static PUT: Kernel = Kernel::new("put", include_str!("pick.wgsl"));

pub(super) fn forward(gpu: &Gpu, x: &Tensor, ids: &Labels, shape: Shape) -> Tensor {
    let mut y = gpu.scratch(shape);
    gpu.launch(&PICK)
        .numbers([y.len(), x.shape().last()])
        .read_block(&ids.on(gpu))
        .read(x)
        .write(&mut y)
        .threads(shape.size());
    y
}

pub(super) fn backward(gpu: &Gpu, dy: &Tensor, ids: &Labels, shape: Shape) -> Tensor {
    let mut dx = gpu.scratch(shape);
    gpu.launch(&PUT)
        .numbers([shape.size(), shape.last()])
        .read_block(&ids.on(gpu))
        .read(dy)
        .write(&mut dx)
        .threads(shape.size());
    dx
}
