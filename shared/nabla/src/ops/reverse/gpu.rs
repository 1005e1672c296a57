//! Turning an axis round on a graphics card.

use crate::Tensor;
use crate::gpu::{Gpu, Kernel};

static REVERSED: Kernel = Kernel::new("reversed", include_str!("reverse.wgsl"));

pub(super) fn reversed(gpu: &Gpu, x: &Tensor, len: usize, inner: usize) -> Tensor {
    let mut y = gpu.scratch(x.shape());
    gpu.launch(&REVERSED)
        .numbers([x.len(), len, inner])
        .read(x)
        .write(&mut y)
        .threads(x.len());
    y
}
