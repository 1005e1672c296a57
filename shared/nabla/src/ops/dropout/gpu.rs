//! Dropout on a graphics card: the same bits as on the processor.

use super::Mask;
use crate::Tensor;
use crate::gpu::{Gpu, Kernel};

/// The kernel's text, behind the random numbers.
const TEXT: &str = concat!(
    include_str!("../../gpu/random.wgsl"),
    include_str!("dropout.wgsl")
);

static APPLY: Kernel = Kernel::new("apply", TEXT);

pub(super) fn apply(gpu: &Gpu, mask: Mask, x: &Tensor) -> Tensor {
    let mut y = gpu.scratch(x.shape());
    let quads = x.len().div_ceil(4);
    gpu.launch(&APPLY)
        .number(quads)
        .numbers([mask.stream.add, mask.stream.xor, mask.below])
        .number(mask.factor)
        .read(x)
        .write(&mut y)
        .threads(quads);
    y
}
