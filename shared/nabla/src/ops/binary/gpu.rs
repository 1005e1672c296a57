//! Two tensors, number by number, on a graphics card.

use crate::gpu::{Gpu, Kernel};
use crate::kernels::lines::Lines;
use crate::{Shape, Tensor};

static SAME: Kernel = Kernel::new("same", include_str!("same.wgsl"));
static STRETCHED: Kernel = Kernel::new("stretched", include_str!("stretched.wgsl"));

/// f(a, b) for each position of `shape`, to which both broadcast; `f` is WGSL in a and b.
pub(crate) fn combine(gpu: &Gpu, f: &'static str, a: &Tensor, b: &Tensor, shape: Shape) -> Tensor {
    let mut y = gpu.scratch(shape);
    update(gpu, f, &mut y, a, b);
    y
}

/// out = f(out, a, b) at each position of `out`, to which a and b broadcast; `f` is WGSL, where what was in `out`
/// is called dy.
pub(crate) fn update(gpu: &Gpu, f: &'static str, out: &mut Tensor, a: &Tensor, b: &Tensor) {
    let shape = out.shape();
    if a.shape() == shape && b.shape() == shape {
        let quads = out.len().div_ceil(4);
        return gpu
            .launch(&SAME)
            .define("f", f)
            .number(quads)
            .read(a)
            .read(b)
            .write(out)
            .threads(quads);
    }
    let (rank, axes) = Lines::new([a.shape(), b.shape()], shape).axes();
    gpu.launch(&STRETCHED)
        .define("f", f)
        .numbers(
            axes.map(|it| [it.size, it.steps[0], it.steps[1], 0])
                .as_flattened()
                .iter()
                .copied(),
        )
        .numbers([rank, shape.size(), 0, 0])
        .read(a)
        .read(b)
        .write(out)
        .threads(shape.size());
}
