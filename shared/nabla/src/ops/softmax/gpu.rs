//! Softmax and its logarithm on a graphics card.

use crate::gpu::{Gpu, Kernel, Launch};
use crate::kernels::lines::Lines;
use crate::{Shape, Tensor};

/// The kernels' text, behind what a workgroup finds out together.
const TEXT: &str = concat!(
    include_str!("../../gpu/workgroup.wgsl"),
    include_str!("softmax.wgsl")
);

static SOFTMAX: Kernel = Kernel::new("softmax", TEXT);
static SOFTMAX_MASKED: Kernel = Kernel::new("softmax_masked", TEXT);
static SOFTMAX_BACK: Kernel = Kernel::new("softmax_back", TEXT);
static LOG_SOFTMAX: Kernel = Kernel::new("log_softmax", TEXT);
static LOG_SOFTMAX_BACK: Kernel = Kernel::new("log_softmax_back", TEXT);
pub(crate) static CROSS_ENTROPY: Kernel = Kernel::new("cross_entropy", TEXT);

/// Any of these kernels, ready for its buffers; a workgroup takes a row.
pub(crate) fn launch<'g>(gpu: &'g Gpu, kernel: &'static Kernel, x: &'g Tensor) -> Launch<'g> {
    let (rows, columns) = x.shape().as_rows();
    gpu.launch(kernel).numbers([rows, columns]).read(x)
}

pub(super) fn softmax(gpu: &Gpu, x: &Tensor) -> Tensor {
    forward(gpu, &SOFTMAX, x)
}

/// Softmax of x + mask, whose last axis has one number for a whole row or as many as x.
pub(super) fn softmax_masked(gpu: &Gpu, x: &Tensor, mask: &Tensor) -> Tensor {
    let mut p = gpu.scratch(x.shape());
    let (rank, axes) = Lines::new([mask.shape(), Shape::new(&[])], x.shape()).axes();
    launch(gpu, &SOFTMAX_MASKED, x)
        .numbers([rank, 0])
        .numbers(
            axes.map(|it| [it.size, it.steps[0]])
                .as_flattened()
                .iter()
                .copied(),
        )
        .write(&mut p)
        .read(mask)
        .groups(groups(x));
    p
}

pub(super) fn log_softmax(gpu: &Gpu, x: &Tensor) -> Tensor {
    forward(gpu, &LOG_SOFTMAX, x)
}

fn forward(gpu: &Gpu, kernel: &'static Kernel, x: &Tensor) -> Tensor {
    let mut y = gpu.scratch(x.shape());
    launch(gpu, kernel, x).write(&mut y).groups(groups(x));
    y
}

pub(super) fn softmax_backward(gpu: &Gpu, p: &Tensor, dp: &Tensor) -> Tensor {
    backward(gpu, &SOFTMAX_BACK, p, dp)
}

pub(super) fn log_softmax_backward(gpu: &Gpu, y: &Tensor, dy: &Tensor) -> Tensor {
    backward(gpu, &LOG_SOFTMAX_BACK, y, dy)
}

fn backward(gpu: &Gpu, kernel: &'static Kernel, y: &Tensor, dy: &Tensor) -> Tensor {
    let mut dx = gpu.scratch(y.shape());
    launch(gpu, kernel, y)
        .read(dy)
        .write(&mut dx)
        .groups(groups(y));
    dx
}

/// A workgroup a row; none if the rows are empty.
pub(crate) fn groups(x: &Tensor) -> usize {
    x.shape().as_rows().0.min(x.len())
}
