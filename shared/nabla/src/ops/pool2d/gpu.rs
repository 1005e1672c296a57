//! Pooling on a graphics card.

use crate::Tensor;
use crate::gpu::{Gpu, Kernel, Launch};
use crate::kernels::pooling::{Pooling, Sizes};

static FORWARD: Kernel = Kernel::new("forward", include_str!("pool2d.wgsl"));
static BACKWARD: Kernel = Kernel::new("backward", include_str!("pool2d.wgsl"));

/// Either kernel, ready for its buffers; it writes `count` numbers.
fn launch<'g>(
    gpu: &'g Gpu,
    kernel: &'static Kernel,
    pooling: Pooling,
    sizes: &Sizes,
    count: usize,
) -> Launch<'g> {
    let launch = gpu.launch(kernel);
    let launch = match pooling {
        Pooling::Max => launch,
        Pooling::Min => launch.define("better", "x < y"),
        Pooling::Mean => launch.define("MEAN", "true"),
    };
    launch
        .number(count)
        .numbers(sizes.image)
        .number(sizes.channels)
        .numbers(sizes.output)
        .numbers(sizes.window.size)
        .numbers(sizes.window.stride)
        .numbers(sizes.margins.map(|[before, _]| before))
}

pub(super) fn forward(gpu: &Gpu, pooling: Pooling, sizes: &Sizes, x: &Tensor) -> Tensor {
    let [rows, columns] = sizes.output;
    let mut y = gpu.scratch([x.dims()[0], rows, columns, sizes.channels]);
    let count = y.len();
    launch(gpu, &FORWARD, pooling, sizes, count)
        .read(x)
        .write(&mut y)
        .threads(count);
    y
}

pub(super) fn backward(
    gpu: &Gpu,
    pooling: Pooling,
    sizes: &Sizes,
    [x, y, dy]: [&Tensor; 3],
) -> Tensor {
    let mut dx = gpu.scratch(x.shape());
    launch(gpu, &BACKWARD, pooling, sizes, x.len())
        .read(x)
        .read(y)
        .read(dy)
        .write(&mut dx)
        .threads(x.len());
    dx
}
