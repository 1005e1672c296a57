//! Normalisation within an example on a graphics card.

use super::super::concat::gpu::part;
use super::super::reduce::gpu::sum_middle;
use super::{GroupNorm, Sizes};
use crate::Tensor;
use crate::gpu::{Gpu, Kernel, Launch};
use crate::tape::Grads;

/// The kernels' text, behind what a workgroup finds out together.
const TEXT: &str = concat!(
    include_str!("../../gpu/workgroup.wgsl"),
    include_str!("group_norm.wgsl")
);

/// Pixels whose dβ and dγ a thread adds up: `STRIP` of the WGSL.
const STRIP: usize = 64;

static FORWARD: Kernel = Kernel::new("forward", TEXT);
static BACKWARD: Kernel = Kernel::new("backward", TEXT);
static SCALES: Kernel = Kernel::new("scales", TEXT);

fn launch<'g>(gpu: &'g Gpu, kernel: &'static Kernel, sizes: &Sizes, epsilon: f32) -> Launch<'g> {
    gpu.launch(kernel)
        .numbers([
            sizes.examples * sizes.groups,
            sizes.pixels,
            sizes.groups,
            sizes.depth,
        ])
        .number(epsilon)
}

/// y, the means and the inverse deviations.
pub(super) fn forward(
    gpu: &Gpu,
    sizes: &Sizes,
    [x, gamma, beta]: [&Tensor; 3],
    epsilon: f32,
) -> [Tensor; 3] {
    let shape = [sizes.examples, sizes.groups];
    let mut y = gpu.scratch(x.shape());
    let [mut mean, mut inverse] = [0, 1].map(|_| gpu.scratch(shape));
    launch(gpu, &FORWARD, sizes, epsilon)
        .read(x)
        .read(gamma)
        .read(beta)
        .write(&mut y)
        .write(&mut mean)
        .write(&mut inverse)
        .groups(sizes.examples * sizes.groups);
    [y, mean, inverse]
}

/// The rules of `group_norm.rs`.
pub(super) fn backward(gpu: &Gpu, op: &GroupNorm, [x, gamma, dy]: [&Tensor; 3], grads: &mut Grads) {
    let sizes = &op.sizes;
    let channels = sizes.channels();
    let strips = sizes.examples * sizes.pixels.div_ceil(STRIP);
    let mut shares = gpu.scratch([strips, 2, channels]);
    launch(gpu, &SCALES, sizes, 0.0)
        .read(x)
        .read(dy)
        .read(&op.mean)
        .read(&op.inverse)
        .write(&mut shares)
        .threads(strips * channels);
    let sums = sum_middle(gpu, &shares, [1, strips, 2 * channels], 1.0);
    let sums = sums.reshape([2, channels]);
    let line = |at: usize| part(gpu, &sums, at, [channels, sums.len()], [channels].into());
    grads.add(op.gamma, line(channels));
    if let Some(beta) = op.beta {
        grads.add(beta, line(0));
    }
    if grads.wants(op.x) {
        let mut dx = gpu.scratch(x.shape());
        launch(gpu, &BACKWARD, sizes, 0.0)
            .read(x)
            .read(dy)
            .read(&op.mean)
            .read(&op.inverse)
            .read(gamma)
            .write(&mut dx)
            .groups(sizes.examples * sizes.groups);
        grads.add(op.x, dx);
    }
}
