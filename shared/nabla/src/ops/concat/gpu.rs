//! Parts and wholes on a graphics card.

use super::{lines, width};
use crate::gpu::{Gpu, Kernel};
use crate::{Shape, Tensor};

static PUT: Kernel = Kernel::new("put", include_str!("concat.wgsl"));
static ADD: Kernel = Kernel::new("add", include_str!("concat.wgsl"));
static TAKE: Kernel = Kernel::new("take", include_str!("concat.wgsl"));

pub(in crate::ops) fn joined(
    gpu: &Gpu,
    values: impl Iterator<Item = Tensor>,
    shape: Shape,
    axis: usize,
) -> Tensor {
    let mut y = gpu.scratch(shape);
    let (_, len, inner) = shape.around(axis);
    let (mut at, whole) = (0, len * inner);
    for value in values {
        let part = width(value.shape(), shape, axis);
        gpu.launch(&PUT)
            .numbers([value.len(), part, whole, at])
            .read(&value)
            .write(&mut y)
            .threads(value.len());
        at += part;
    }
    y
}

/// The part of this shape that has the `part` numbers from `at` on of each `line` of `whole`.
pub(in crate::ops) fn part(
    gpu: &Gpu,
    whole: &Tensor,
    at: usize,
    [part, line]: [usize; 2],
    shape: Shape,
) -> Tensor {
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
