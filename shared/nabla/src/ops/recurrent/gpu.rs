//! Recurrent networks on a graphics card. What comes from the inputs is one product for all steps, and
//! so is the gradient of each weight; a step in between is a product with W_h and one kernel.

use super::super::concat::gpu::{joined, part};
use super::super::matmul::gpu::{Finish, Matrix, multiply};
use super::super::reduce::gpu::sum_middle;
use super::{Sequence, Weights};
use crate::gpu::{Gpu, Kernel, Launch};
use crate::kernels::recurrent::{Cell, Forward};
use crate::tape::{Grads, Values};
use crate::{Activation, Tensor};

const TEXT: &str = include_str!("recurrent.wgsl");

static RNN: [Kernel; 2] = [Kernel::new("rnn", TEXT), Kernel::new("rnn_back", TEXT)];
static LSTM: [Kernel; 2] = [Kernel::new("lstm", TEXT), Kernel::new("lstm_back", TEXT)];
static GRU: [Kernel; 2] = [Kernel::new("gru", TEXT), Kernel::new("gru_back", TEXT)];
static STATES_BEFORE: Kernel = Kernel::new("states_before", TEXT);
static SEEN: Kernel = Kernel::new("seen", TEXT);

/// A step forward and a step back.
fn kernels<C: Cell>() -> &'static [Kernel; 2] {
    match C::NAME {
        "rnn" => &RNN,
        "lstm" => &LSTM,
        "gru" => &GRU,
        other => panic!("no kernel for the cell {other}"),
    }
}

/// A way through sequences.
struct Sizes {
    n: usize,
    steps: usize,
    hidden: usize,
    reversed: bool,
}

impl Sizes {
    /// The steps in the order in which they are taken.
    fn times(&self) -> impl DoubleEndedIterator<Item = usize> + use<> {
        let (steps, reversed) = (self.steps, self.reversed);
        (0..steps).map(move |s| if reversed { steps - 1 - s } else { s })
    }

    fn launch<'g>(
        &self,
        gpu: &'g Gpu,
        kernel: &'static Kernel,
        rows: usize,
        t: usize,
        has_d_outputs: bool,
    ) -> Launch<'g> {
        gpu.launch(kernel)
            .numbers([rows * self.hidden, self.hidden, self.steps, t])
            .numbers([u32::from(self.reversed), u32::from(has_d_outputs)])
    }
}

/// How many steps each sequence has.
fn lengths(gpu: &Gpu, given: Option<&Tensor>, sizes: &Sizes) -> Tensor {
    match given {
        Some(lengths) => lengths.clone(),
        None => gpu.full([sizes.n], sizes.steps as f32),
    }
}

fn rows(tensor: &Tensor) -> Matrix<'_> {
    let (rows, columns) = tensor.shape().as_rows();
    Matrix::new(tensor, rows, columns)
}

/// x·W + b.
fn affine(gpu: &Gpu, x: Matrix, w: &Tensor, bias: Option<&Tensor>, shape: &[usize]) -> Tensor {
    let finish = bias.map(|bias| Finish {
        bias: Some(bias),
        activation: Activation::Identity,
    });
    multiply(gpu, x, rows(w), shape, finish)
}

pub(super) fn forward<C: Cell>(
    gpu: &Gpu,
    op: &Sequence<C>,
    x: &Tensor,
    weights: &Weights<Tensor>,
    start: [Option<Tensor>; 2],
    [n, steps]: [usize; 2],
) -> Forward {
    let hidden = weights.h.dims()[0];
    let columns = C::GATES * hidden;
    let sizes = Sizes {
        n,
        steps,
        hidden,
        reversed: op.reversed,
    };
    let lengths = lengths(gpu, op.lengths.as_ref(), &sizes);
    let shape = [n, steps, columns];
    let inputs = weights.x.dims()[0];
    let x = Matrix::new(x, n * steps, inputs);
    let from_x = affine(gpu, x, &weights.x, Some(&weights.b), &shape);
    let [last, cell] = start;
    let seconds = if C::HAS_CELL { hidden } else { 0 };
    let mut last = last.unwrap_or_else(|| gpu.full([n, hidden], 0.0));
    let mut cell = cell.unwrap_or_else(|| gpu.full([n, seconds], 0.0));
    let mut outputs = gpu.scratch([n, steps, hidden]);
    let mut saved = gpu.scratch([n, steps, C::SAVED * hidden]);
    for t in sizes.times() {
        let w_h = &weights.h;
        let from_h = affine(gpu, rows(&last), w_h, weights.b_h.as_ref(), &[n, columns]);
        let mut launch = sizes
            .launch(gpu, &kernels::<C>()[0], n, t, false)
            .read(&lengths)
            .read(&from_x)
            .read(&from_h)
            .write(&mut last)
            .write(&mut outputs);
        if C::SAVED > 0 {
            launch = launch.write(&mut saved);
        }
        if C::HAS_CELL {
            launch = launch.write(&mut cell);
        }
        launch.threads(n * hidden);
    }
    Forward {
        outputs,
        last,
        cell,
        saved,
    }
}

/// The gradients of the results: all outputs, the last ones, the second state.
type FromAbove = [Option<Tensor>; 3];

pub(super) fn backward<C: Cell>(
    gpu: &Gpu,
    op: &Sequence<C>,
    [d_outputs, d_last, d_cell]: FromAbove,
    [n, steps]: [usize; 2],
    values: Values,
    grads: &mut Grads,
) {
    let w_h = values.get(op.weights.h);
    let hidden = w_h.dims()[0];
    let sizes = Sizes {
        n,
        steps,
        hidden,
        reversed: op.reversed,
    };
    let lengths = lengths(gpu, op.lengths.as_ref(), &sizes);
    let zeros = || gpu.full([n, hidden], 0.0);
    let start = op.start[0].map_or_else(zeros, |id| values.get(id).clone());
    let mut before = gpu.scratch([n, steps, hidden]);
    sizes
        .launch(gpu, &STATES_BEFORE, n * steps, 0, false)
        .read(&lengths)
        .read(&start)
        .read(&op.outputs)
        .write(&mut before)
        .threads(n * steps * hidden);
    let mut dh = d_last.unwrap_or_else(zeros);
    let mut dc = d_cell.unwrap_or_else(zeros);
    let mut product = zeros();
    let mut sums = gpu.scratch([n, steps, C::SUMS * hidden]);
    let mut step = gpu.scratch([n, C::GATES * hidden]);
    for t in sizes.times().rev() {
        let launch = sizes
            .launch(gpu, &kernels::<C>()[1], n, t, d_outputs.is_some())
            .read(&lengths)
            .read(if C::SAVED > 0 { &op.saved } else { &op.outputs })
            .read(d_outputs.as_ref().unwrap_or(&op.outputs))
            .read(&product)
            .write(&mut dh)
            .write(&mut sums)
            .write(&mut step);
        let launch = match (C::HAS_CELL, C::GATES == C::SUMS) {
            (true, _) => launch.write(&mut dc),
            (false, true) => launch,
            (false, false) => launch.read(&before),
        };
        launch.threads(n * hidden);
        product = multiply(gpu, rows(&step), rows(w_h).t(), [n, hidden], None);
    }
    gpu.add_assign(&mut dh, &product);
    let x = values.get(op.x);
    let x = match &op.lengths {
        Some(lengths) if grads.wants(op.weights.x) => seen(gpu, &sizes, lengths, x),
        _ => x.clone(),
    };
    hand_on::<C>(gpu, op, [&sums, &before, &x], values, grads);
    for (start, gradient) in op.start.iter().zip([dh, dc]) {
        if let Some(id) = *start {
            grads.add(id, gradient);
        }
    }
}

/// The inputs as far as each sequence goes, and 0 beyond: what stands there, NaN even, has no part in anything.
fn seen(gpu: &Gpu, sizes: &Sizes, lengths: &Tensor, x: &Tensor) -> Tensor {
    let mut y = gpu.scratch(x.shape());
    let width = x.len() / (sizes.n * sizes.steps).max(1);
    gpu.launch(&SEEN)
        .numbers([x.len(), width, sizes.steps, 0])
        .numbers([0, 0])
        .read(lengths)
        .read(x)
        .write(&mut y)
        .threads(x.len());
    y
}

/// From the gradients of the sums to those of what they were made of.
fn hand_on<C: Cell>(
    gpu: &Gpu,
    op: &Sequence<C>,
    [sums, before, x]: [&Tensor; 3],
    values: Values,
    grads: &mut Grads,
) {
    let Weights {
        x: w_x,
        h: w_h,
        b,
        b_h,
    } = op.weights;
    let hidden = values.get(w_h).dims()[0];
    let (len, columns) = (sums.len() / (C::SUMS * hidden).max(1), C::GATES * hidden);
    let sums = sums.reshape([len, C::SUMS * hidden]);
    let (of_x, of_h) = match C::GATES == C::SUMS {
        true => (sums.clone(), sums),
        false => split::<C>(gpu, &sums, hidden),
    };
    for (bias, sums) in [(Some(b), &of_x), (b_h, &of_h)] {
        if let Some(bias) = bias
            && grads.wants(bias)
        {
            let db = sum_middle(gpu, sums, [1, len, columns], 1.0);
            grads.add(bias, db.reshape([columns]));
        }
    }
    if grads.wants(w_x) {
        let shape = values.get(w_x).shape();
        let x = Matrix::new(x, len, shape.dims()[0]);
        grads.add(w_x, multiply(gpu, x.t(), rows(&of_x), shape, None));
    }
    if grads.wants(w_h) {
        let before = Matrix::new(before, len, hidden);
        let dw = multiply(gpu, before.t(), rows(&of_h), [hidden, columns], None);
        grads.add(w_h, dw);
    }
    if grads.wants(op.x) {
        let w_x = rows(values.get(w_x)).t();
        grads.add(op.x, multiply(gpu, rows(&of_x), w_x, x.shape(), None));
    }
}

/// The columns that W_x is a part of, and those that W_h is a part of.
fn split<C: Cell>(gpu: &Gpu, sums: &Tensor, hidden: usize) -> (Tensor, Tensor) {
    let (len, line) = (sums.dims()[0], C::SUMS * hidden);
    let columns = C::GATES * hidden;
    let of_x = part(gpu, sums, 0, [columns, line], [len, columns].into());
    let blocks = C::FROM_STATE.into_iter().map(|(blocks, from)| {
        let width = blocks.len() * hidden;
        part(gpu, sums, from * hidden, [width, line], [len, width].into())
    });
    let of_h = joined(gpu, blocks, [len, columns].into(), 1);
    (of_x, of_h)
}
