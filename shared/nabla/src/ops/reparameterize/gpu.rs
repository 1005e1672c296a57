//! Noise, and draws with it, on a graphics card.

use crate::gpu::{Gpu, Kernel, Launch};
use crate::kernels::normal::Noise;
use crate::{Shape, Tensor};

/// The kernels' text, behind the random numbers.
const TEXT: &str = concat!(
    include_str!("../../gpu/random.wgsl"),
    include_str!("reparameterize.wgsl")
);

static FILL: Kernel = Kernel::new("fill", TEXT);
static DRAW: Kernel = Kernel::new("draw", TEXT);
static SLOPE: Kernel = Kernel::new("slope", TEXT);

fn launch<'g>(gpu: &'g Gpu, kernel: &'static Kernel, noise: Noise, quads: usize) -> Launch<'g> {
    gpu.launch(kernel)
        .number(quads)
        .numbers([noise.0.add, noise.0.xor])
}

/// The noise itself.
pub(crate) fn fill(gpu: &Gpu, noise: Noise, shape: Shape) -> Tensor {
    let mut y = gpu.scratch(shape);
    let quads = y.len().div_ceil(4);
    launch(gpu, &FILL, noise, quads)
        .write(&mut y)
        .threads(quads);
    y
}

pub(super) fn draw(gpu: &Gpu, noise: Noise, mean: &Tensor, log_variance: &Tensor) -> Tensor {
    with_both(gpu, &DRAW, noise, log_variance, mean)
}

pub(super) fn slope(gpu: &Gpu, noise: Noise, log_variance: &Tensor, dz: &Tensor) -> Tensor {
    with_both(gpu, &SLOPE, noise, log_variance, dz)
}

fn with_both(
    gpu: &Gpu,
    kernel: &'static Kernel,
    noise: Noise,
    log_variance: &Tensor,
    other: &Tensor,
) -> Tensor {
    let mut y = gpu.scratch(other.shape());
    let quads = y.len().div_ceil(4);
    launch(gpu, kernel, noise, quads)
        .read(log_variance)
        .read(other)
        .write(&mut y)
        .threads(quads);
    y
}
