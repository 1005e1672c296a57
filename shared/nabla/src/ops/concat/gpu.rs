//! Parts and wholes on a graphics card.

use super::lines;
use crate::gpu::{Gpu, Kernel};
use crate::{Shape, Tensor};

static PUT: Kernel = Kernel::new("put", include_str!("concat.wgsl"));
static ADD: Kernel = Kernel::new("add", include_str!("concat.wgsl"));
static TAKE: Kernel = Kernel::new("take", include_str!("concat.wgsl"));

pub(in crate::ops) fn joined(gpu: &Gpu, values: &[Tensor], shape: Shape, axis: usize) -> Tensor {
    let mut y = gpu.scratch(shape);
    let mut at = 0;
    for value in values {
        let (_, whole, part) = lines(shape, value.shape(), axis);
        gpu.launch(&PUT)
            .numbers([value.len(), part, whole, at])
            .read(value)
            .write(&mut y)
            .threads(value.len());
        at += part;
    }
    y
}

/// The part of this shape that begins `at` numbers from the start of each line of `whole`.
pub(in crate::ops) fn part(
    gpu: &Gpu,
    whole: &Tensor,
    at: usize,
    shape: Shape,
    axis: usize,
) -> Tensor {
    let (_, line, part) = lines(whole.shape(), shape, axis);
    let mut x = gpu.scratch(shape);
    gpu.launch(&TAKE)
        .numbers([shape.size(), part, line, at])
        .read(whole)
        .write(&mut x)
        .threads(shape.size());
    x
}

/// Adds `part` to where it lies in `whole`: `at` numbers from the start of each line.
pub(crate) fn add_part(gpu: &Gpu, whole: &mut Tensor, at: usize, part: &Tensor, axis: usize) {
    let (_, line, width) = lines(whole.shape(), part.shape(), axis);
    gpu.launch(&ADD)
        .numbers([part.len(), width, line, at])
        .read(part)
        .write(whole)
        .threads(part.len());
}
