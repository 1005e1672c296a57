//! Batch normalisation on a graphics card. Mean, variance and the running statistics stay there.

use super::super::reduce::gpu::sum_middle;
use super::{BatchNorm, Moments};
use crate::Tensor;
use crate::gpu::{Gpu, Kernel, Launch};
use crate::tape::Grads;

static COLUMNS: Kernel = Kernel::new("columns", include_str!("batch_norm.wgsl"));
static SETTLE: Kernel = Kernel::new("settle", include_str!("batch_norm.wgsl"));
static INVERT: Kernel = Kernel::new("invert", include_str!("batch_norm.wgsl"));
static FORWARD: Kernel = Kernel::new("forward", include_str!("batch_norm.wgsl"));
static SCALES: Kernel = Kernel::new("scales", include_str!("batch_norm.wgsl"));
static BACKWARD: Kernel = Kernel::new("backward", include_str!("batch_norm.wgsl"));
static FOLLOW: Kernel = Kernel::new("follow", include_str!("follow.wgsl"));

/// Any of these kernels on x seen as rows.
fn launch<'g>(
    gpu: &'g Gpu,
    kernel: &'static Kernel,
    x: &Tensor,
    [share, epsilon]: [f32; 2],
) -> Launch<'g> {
    let (rows, columns) = x.shape().as_rows();
    gpu.launch(kernel)
        .numbers([rows, columns, rows, 1])
        .number(share)
        .number(epsilon)
}

/// Sums down the columns, `[2, C]`: Σ dy and Σ dy·(x − μ); without dy Σ (x − μ) and Σ (x − μ)².
fn columns(gpu: &Gpu, x: &Tensor, dy: Option<&Tensor>, mean: &Tensor) -> Tensor {
    let (rows, columns) = x.shape().as_rows();
    let tiles = columns.div_ceil(32);
    // Enough workgroups for a large card, and enough rows for each of them.
    let chunks = (512 / tiles.max(1)).clamp(1, rows.div_ceil(128).max(1));
    let mut sums = gpu.scratch([chunks, 2, columns]);
    let launch = gpu.launch(&COLUMNS);
    let launch = match dy {
        Some(_) => launch,
        None => launch
            .define("first", "distance")
            .define("second", "distance * distance"),
    };
    launch
        .numbers([rows, columns, rows.div_ceil(chunks), chunks])
        .numbers([0.0, 0.0])
        .read(x)
        .read(dy.unwrap_or(x))
        .read(mean)
        .write(&mut sums)
        .groups(tiles * chunks);
    match chunks {
        1 => sums,
        _ => sum_middle(gpu, &sums, [1, chunks, 2 * columns], 1.0),
    }
}

/// Two passes. A sum of numbers far from 0 has few digits behind the point, so the first mean is only a
/// centre; the distances from it set it right.
pub(super) fn moments(gpu: &Gpu, x: &Tensor) -> Moments {
    let (rows, columns_) = x.shape().as_rows();
    let share = 1.0 / rows as f32;
    let mut mean = sum_middle(gpu, x, [1, rows, columns_], share).reshape([columns_]);
    let sums = columns(gpu, x, None, &mean);
    let mut variance = gpu.scratch([columns_]);
    launch(gpu, &SETTLE, x, [share, 0.0])
        .read(&sums)
        .write(&mut mean)
        .write(&mut variance)
        .threads(columns_);
    Moments { mean, variance }
}

/// y, and 1/√(σ² + ε) for each channel.
pub(super) fn forward(
    gpu: &Gpu,
    x: &Tensor,
    [gamma, beta]: [&Tensor; 2],
    moments: &Moments,
    epsilon: f32,
) -> (Tensor, Tensor) {
    let mut inverse = gpu.scratch(moments.variance.shape());
    launch(gpu, &INVERT, x, [0.0, epsilon])
        .read(&moments.variance)
        .write(&mut inverse)
        .threads(gamma.len());
    let mut y = gpu.scratch(x.shape());
    launch(gpu, &FORWARD, x, [0.0; 2])
        .read(x)
        .read(beta)
        .read(&moments.mean)
        .read(&inverse)
        .read(gamma)
        .write(&mut y)
        .threads(x.len());
    (y, inverse)
}

/// The rules of `batch_norm.rs`.
pub(super) fn backward(gpu: &Gpu, op: &BatchNorm, [x, gamma, dy]: [&Tensor; 3], grads: &mut Grads) {
    let sums = columns(gpu, x, Some(dy), &op.mean);
    let [mut dgamma, mut dbeta] = [0, 1].map(|_| gpu.scratch(gamma.shape()));
    launch(gpu, &SCALES, x, [0.0; 2])
        .read(&sums)
        .read(&op.inverse)
        .write(&mut dgamma)
        .write(&mut dbeta)
        .threads(gamma.len());
    if grads.wants(op.x) {
        let (rows, _) = x.shape().as_rows();
        let share = if op.fixed { 0.0 } else { 1.0 / rows as f32 };
        let mut dx = gpu.scratch(x.shape());
        launch(gpu, &BACKWARD, x, [share, 0.0])
            .read(x)
            .read(dy)
            .read(&op.mean)
            .read(&op.inverse)
            .read(gamma)
            .read(&sums)
            .write(&mut dx)
            .threads(x.len());
        grads.add(op.x, dx);
    }
    grads.add(op.gamma, dgamma);
    grads.add(op.beta, dbeta);
}

/// running ← keep·running + take·batch
pub(crate) fn follow(gpu: &Gpu, running: &mut Tensor, batch: &Tensor, [keep, take]: [f32; 2]) {
    gpu.launch(&FOLLOW)
        .number(batch.len())
        .number(keep)
        .number(take)
        .read(batch)
        .write(running)
        .threads(batch.len());
}
