//! Upsampling on a graphics card.

use crate::gpu::{Gpu, Kernel};
use crate::{Shape, Tensor};

static FORWARD: Kernel = Kernel::new("forward", include_str!("upsample2d.wgsl"));
static BACKWARD: Kernel = Kernel::new("backward", include_str!("upsample2d.wgsl"));

/// x enlarged to `shape`.
pub(super) fn forward(gpu: &Gpu, x: &Tensor, shape: [usize; 4], factor: [usize; 2]) -> Tensor {
    change(gpu, &FORWARD, x, shape.into(), factor)
}

/// The sums of dy over the blocks of an image of `shape`.
pub(super) fn backward(gpu: &Gpu, dy: &Tensor, shape: Shape, factor: [usize; 2]) -> Tensor {
    change(gpu, &BACKWARD, dy, shape, factor)
}

/// Writes images of `shape` from others.
fn change(
    gpu: &Gpu,
    kernel: &'static Kernel,
    from: &Tensor,
    shape: Shape,
    factor: [usize; 2],
) -> Tensor {
    let mut to = gpu.scratch(shape);
    let count = to.len();
    gpu.launch(kernel)
        .number(count)
        .numbers(shape.dims()[1..].iter().copied())
        .numbers(factor)
        .read(from)
        .write(&mut to)
        .threads(count);
    to
}
