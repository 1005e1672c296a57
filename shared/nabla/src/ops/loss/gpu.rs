//! The table of losses on a graphics card.

use super::super::reduce;
use super::Loss;
use crate::Tensor;
use crate::gpu::{Gpu, Kernel};

static TERMS: Kernel = Kernel::new("terms", include_str!("loss.wgsl"));
static BACKWARD: Kernel = Kernel::new("backward", include_str!("loss.wgsl"));

/// The loss of all, of shape `[]`.
pub(super) fn total(gpu: &Gpu, op: &Loss, x: &Tensor) -> Tensor {
    let [term, _] = op.kind.on_card();
    reduce::gpu::total(gpu, term, x, &op.target, 1.0 / op.count as f32)
}

/// The loss of each example, `[N]`.
pub(super) fn of_each(gpu: &Gpu, op: &Loss, x: &Tensor) -> Tensor {
    let [term, _] = op.kind.on_card();
    let mut terms = gpu.scratch(x.shape());
    let quads = terms.len().div_ceil(4);
    gpu.launch(&TERMS)
        .define("term", term)
        .number(quads)
        .read(x)
        .read(&op.target)
        .write(&mut terms)
        .threads(quads);
    let (_, examples, size) = x.shape().around(0);
    let factor = 1.0 / op.count as f32;
    reduce::gpu::sum_middle(gpu, &terms, [examples, size, 1], factor)
}

/// The rule of `loss.rs`. `dy` is one number, or one an example.
pub(super) fn backward(gpu: &Gpu, op: &Loss, [x, dy]: [&Tensor; 2]) -> Tensor {
    let [_, slope] = op.kind.on_card();
    let share = 1.0 / op.count as f32;
    slopes(gpu, slope, [x, &op.target, dy], share)
}

/// dy · share · slope(xᵢ, tᵢ); `slope` is WGSL in x and t, `dy` one number or one an example.
pub(crate) fn slopes(
    gpu: &Gpu,
    slope: &'static str,
    [x, t, dy]: [&Tensor; 3],
    share: f32,
) -> Tensor {
    let mut dx = gpu.scratch(x.shape());
    let quads = dx.len().div_ceil(4);
    let launch = gpu.launch(&BACKWARD).define("slope", slope);
    let launch = match dy.len() {
        1 => launch,
        _ => launch.define(
            "above",
            "T(dy_of(4 * i), dy_of(4 * i + 1), dy_of(4 * i + 2), dy_of(4 * i + 3))",
        ),
    };
    launch
        .number(quads)
        .number(x.len() / dy.len())
        .number(share)
        .read(x)
        .read(t)
        .read(dy)
        .write(&mut dx)
        .threads(quads);
    dx
}
