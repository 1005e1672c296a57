//! Convolution by groups of channels, straight from the formula.

use super::super::super::Elementwise;
use super::super::super::reduce::gpu::sum_middle;
use super::Finish;
use crate::gpu::{Gpu, Kernel, Launch};
use crate::kernels::conv::Convolution;
use crate::{Shape, Tensor};

static FORWARD: Kernel = Kernel::new("forward", include_str!("../grouped.wgsl"));
static IMAGE: Kernel = Kernel::new("image", include_str!("../grouped.wgsl"));
static WEIGHT: Kernel = Kernel::new("weight", include_str!("../grouped.wgsl"));

/// Places whose products one thread adds up for a number of dw.
const CHUNK: usize = 256;

/// A kernel that writes `count` numbers, ready for its last immediate and its buffers.
fn launch<'g>(
    gpu: &'g Gpu,
    kernel: &'static Kernel,
    conv: &Convolution,
    count: usize,
) -> Launch<'g> {
    gpu.launch(kernel)
        .numbers([count, conv.images])
        .numbers(conv.image)
        .number(conv.channels)
        .numbers(conv.places)
        .numbers([conv.outputs, conv.seen(), conv.made()])
        .numbers(conv.size)
        .numbers(conv.stride)
        .numbers(conv.dilation)
        .numbers(conv.margins.map(|[before, _]| before))
        .number(CHUNK)
}

/// A result of this shape, with a bias and an activation.
fn finished(
    gpu: &Gpu,
    kernel: &'static Kernel,
    conv: &Convolution,
    [a, b]: [&Tensor; 2],
    shape: Shape,
    finish: Option<Finish>,
) -> Tensor {
    let mut y = gpu.scratch(shape);
    let (count, mut launch) = (y.len(), launch(gpu, kernel, conv, y.len()));
    let formula = finish
        .as_ref()
        .map(|it| Elementwise::from(it.activation).formula());
    launch = match &formula {
        Some(formula) => launch.define("f", formula.f).number(formula.numbers[0]),
        None => launch.number(0.0),
    };
    launch = launch.read(a).read(b).write(&mut y);
    if let Some(bias) = finish.and_then(|it| it.bias) {
        launch = launch.define("shift", "bias[channel]").read(bias);
    }
    launch.threads(count);
    y
}

/// y from x and the weight.
pub fn forward(gpu: &Gpu, conv: &Convolution, inputs: [&Tensor; 2], finish: Finish) -> Tensor {
    finished(gpu, &FORWARD, conv, inputs, conv.output(), Some(finish))
}

/// dx of this shape, from ds and the weight.
pub fn image(
    gpu: &Gpu,
    conv: &Convolution,
    inputs: [&Tensor; 2],
    shape: [usize; 4],
    finish: Option<Finish>,
) -> Tensor {
    finished(gpu, &IMAGE, conv, inputs, shape.into(), finish)
}

/// dw of this shape, from x and ds: each chunk of places has its own sums.
pub fn weight(gpu: &Gpu, conv: &Convolution, [x, ds]: [&Tensor; 2], shape: [usize; 4]) -> Tensor {
    let places = conv.images * conv.places[0] * conv.places[1];
    let (chunks, len) = (places.div_ceil(CHUNK), shape.iter().product());
    let mut sums = gpu.scratch([chunks, len]);
    launch(gpu, &WEIGHT, conv, chunks * len)
        .number(0.0)
        .read(x)
        .read(ds)
        .write(&mut sums)
        .threads(chunks * len);
    sum_middle(gpu, &sums, [1, chunks, len], 1.0).reshape(shape)
}
