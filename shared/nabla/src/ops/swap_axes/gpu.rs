//! Axes exchanged on a graphics card.

use crate::gpu::{Gpu, Kernel};
use crate::{Shape, Tensor};

static SWAP: Kernel = Kernel::new("swap_", include_str!("swap_axes.wgsl"));
static TRANSPOSE: Kernel = Kernel::new("transpose_", include_str!("swap_axes.wgsl"));

pub(super) fn swapped(
    gpu: &Gpu,
    x: &Tensor,
    [outer, a, middle, b, inner]: [usize; 5],
    shape: Shape,
) -> Tensor {
    let mut y = gpu.scratch(shape);
    let kernel = match (middle, inner) {
        (1, 1) => &TRANSPOSE,
        _ => &SWAP,
    };
    let launch = gpu
        .launch(kernel)
        .numbers([outer, a, middle, b, inner])
        .read(x)
        .write(&mut y);
    match (middle, inner) {
        (1, 1) => launch.groups(outer * a.div_ceil(32) * b.div_ceil(32)),
        _ => launch.threads(x.len()),
    }
    y
}
