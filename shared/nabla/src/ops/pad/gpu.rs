//! Frames on a graphics card.

use crate::gpu::{Gpu, Kernel};
use crate::{Shape, Tensor};

static SHIFTED: Kernel = Kernel::new("shifted", include_str!("pad.wgsl"));

/// x in a frame of `[N, H, W, C]`, so many rows and columns from its upper left corner.
pub(super) fn framed(gpu: &Gpu, x: &Tensor, frame: [usize; 4], offset: [usize; 2]) -> Tensor {
    shifted(gpu, x, frame.into(), offset.map(|before| before as i32))
}

/// The images of `shape` that lie in the frames `y`.
pub(super) fn cut_out(gpu: &Gpu, y: &Tensor, shape: Shape, offset: [usize; 2]) -> Tensor {
    shifted(gpu, y, shape, offset.map(|before| -(before as i32)))
}

fn shifted(gpu: &Gpu, x: &Tensor, shape: Shape, offset: [i32; 2]) -> Tensor {
    let mut y = gpu.scratch(shape);
    let count = y.len();
    gpu.launch(&SHIFTED)
        .number(count)
        .numbers(shape.dims()[1..].iter().copied())
        .numbers(x.dims()[1..3].iter().copied())
        .numbers(offset)
        .read(x)
        .write(&mut y)
        .threads(count);
    y
}
