//! The functions of one number on a graphics card, by the formulas in the table of `elementwise.rs`.

use super::Elementwise;
use crate::Tensor;
use crate::gpu::{Gpu, Kernel};

static FORWARD: Kernel = Kernel::new("forward", include_str!("elementwise.wgsl"));
static BACKWARD: Kernel = Kernel::new("backward", include_str!("elementwise.wgsl"));

pub(super) fn forward(gpu: &Gpu, f: Elementwise, x: &Tensor) -> Tensor {
    let formula = f.formula();
    let mut y = gpu.scratch(x.shape());
    let quads = y.len().div_ceil(4);
    gpu.launch(&FORWARD)
        .define("f", formula.f)
        .number(quads)
        .numbers(formula.numbers)
        .read(x)
        .write(&mut y)
        .threads(quads);
    y
}

/// dx = dy · f′, from x and y = f(x).
pub(crate) fn backward(gpu: &Gpu, f: Elementwise, x: &Tensor, y: &Tensor, dy: &Tensor) -> Tensor {
    let formula = f.formula();
    let mut dx = gpu.scratch(dy.shape());
    let quads = dx.len().div_ceil(4);
    gpu.launch(&BACKWARD)
        .define("slope", formula.slope)
        .number(quads)
        .numbers(formula.numbers)
        .read(x)
        .read(y)
        .read(dy)
        .write(&mut dx)
        .threads(quads);
    dx
}
