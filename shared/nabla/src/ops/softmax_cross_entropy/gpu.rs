//! Softmax and cross-entropy on a graphics card.

use super::super::{binary, reduce, softmax};
use super::{Shares, SoftmaxCrossEntropy};
use crate::gpu::{Gpu, Kernel};
use crate::{Labels, Tensor};

static BACKWARD: Kernel = Kernel::new("backward", include_str!("backward.wgsl"));

/// The probabilities and the loss, or losses.
pub(super) fn forward(gpu: &Gpu, x: &Tensor, labels: &Labels, shares: &Shares) -> (Tensor, Tensor) {
    let rows = labels.len();
    let (mut p, mut losses) = (gpu.scratch(x.shape()), gpu.scratch([rows]));
    softmax::gpu::launch(gpu, &softmax::gpu::CROSS_ENTROPY, x)
        .write(&mut p)
        .read_block(&labels.on(gpu))
        .write(&mut losses)
        .groups(rows);
    let share = 1.0 / labels.counted().max(1) as f32;
    let loss = match shares {
        Shares::Equal => reduce::gpu::total(gpu, "x", &losses, &losses, share),
        Shares::Own(shares) => reduce::gpu::total(gpu, "times(t, x)", &losses, shares, 1.0),
        Shares::Each => losses.reshape(x.shape().without_axis(x.shape().rank() - 1)),
    };
    (p, loss)
}

/// The rule of `softmax_cross_entropy.rs`.
pub(super) fn backward(gpu: &Gpu, op: &SoftmaxCrossEntropy, dy: &Tensor) -> Tensor {
    let (p, labels) = (&op.probabilities, &op.labels);
    let mut dx = gpu.scratch(p.shape());
    let own;
    let (dy, above, share) = match &op.shares {
        Shares::Equal => (dy, "dy[0]", 1.0 / labels.counted().max(1) as f32),
        Shares::Each => (dy, "dy[row]", 1.0),
        Shares::Own(shares) => {
            own = binary::gpu::combine(gpu, "a * b", dy, shares, shares.shape());
            (&own, "dy[row]", 1.0)
        }
    };
    gpu.launch(&BACKWARD)
        .define("above", above)
        .numbers([labels.len(), labels.classes()])
        .number(share)
        .read(p)
        .read_block(&labels.on(gpu))
        .read(dy)
        .write(&mut dx)
        .threads(p.len());
    dx
}
