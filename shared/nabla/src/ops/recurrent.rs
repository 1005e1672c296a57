//! What the recurrent networks have in common: `rnn.rs`, `lstm.rs` and `gru.rs` say what a step is, this
//! file runs it over sequences and hands on the gradients.
//!
//! An operation here has up to three results: the second state, the last outputs and all outputs, each a
//! record of its own, in that order. The last of them that the loss depends on hands on the gradients of
//! all ([`take_over`](crate::Grads::take_over)).
//!
//! One step is a sequence of length one.

mod back;
mod check;
mod gpu;
#[cfg(test)]
mod unfold;

use super::embedding;
use crate::kernels::recurrent::{self as kernel, Cell, FromInput, Way};
use crate::kernels::{Matrix, gemm};
use crate::rnn::{Reading, Run, State};
use crate::tape::{Id, Tape, Var};
use crate::{Shape, Tensor, Tokens};
use std::cell::Ref;
use std::marker::PhantomData;

/// W_x, W_h, the bias, and a GRU's second one.
#[derive(Clone, Copy)]
pub(super) struct Weights<T> {
    pub x: T,
    pub h: T,
    pub b: T,
    pub b_h: Option<T>,
}

impl<T: Copy> Weights<T> {
    pub fn new(x: T, h: T, b: T, b_h: Option<T>) -> Self {
        Weights { x, h, b, b_h }
    }

    fn map<U>(self, f: impl Fn(T) -> U) -> Weights<U> {
        Weights {
            x: f(self.x),
            h: f(self.h),
            b: f(self.b),
            b_h: self.b_h.map(f),
        }
    }
}

/// A way through sequences, as the tape keeps it.
pub(crate) struct Sequence<C> {
    x: Id,
    weights: Weights<Id>,
    /// h and c at the start.
    start: [Option<Id>; 2],
    /// Which of the results this record is.
    which: Which,
    /// The second state and the last outputs, where they are earlier results.
    earlier: [Option<Id>; 2],
    outputs: Tensor,
    saved: Tensor,
    lengths: Option<Tensor>,
    reversed: bool,
    kind: PhantomData<C>,
}

#[derive(Clone, Copy)]
enum Which {
    Cell,
    Last,
    Outputs,
}

/// Whole sequences.
#[track_caller]
pub(super) fn sequence<'t, C: Cell>(
    x: Var<'t>,
    start: Option<State<'t>>,
    weights: Weights<Var<'t>>,
    reading: Reading<'_>,
) -> Run<'t>
where
    super::Op: From<Sequence<C>>,
{
    check::sequence::<C>(x, start, weights, reading);
    let mut way = Records::<C>::new(x, start, weights, reading);
    let [n, steps, _] = three_axes(x.shape());
    let forward = way.forward([n, steps]);
    way.op.outputs = forward.outputs.clone();
    way.op.saved = forward.saved;
    let cell = C::HAS_CELL.then(|| way.record(Which::Cell, forward.cell));
    let last = way.record(Which::Last, forward.last);
    let outputs = way.record(Which::Outputs, forward.outputs);
    Run {
        outputs,
        last,
        cell,
    }
}

/// One step.
#[track_caller]
pub(super) fn step<'t, C: Cell>(
    x: Var<'t>,
    start: State<'t>,
    weights: Weights<Var<'t>>,
) -> State<'t>
where
    super::Op: From<Sequence<C>>,
{
    check::step::<C>(x, start, weights);
    let mut way = Records::<C>::new(x, Some(start), weights, Reading::new());
    let shape = start.hidden.shape();
    let forward = way.forward([shape.dims()[0], 1]);
    way.op.outputs = forward.outputs;
    way.op.saved = forward.saved;
    let last = way.op.outputs.reshape(shape);
    let cell = C::HAS_CELL.then(|| way.record(Which::Cell, forward.cell));
    let hidden = way.record(Which::Last, last);
    State { hidden, cell }
}

/// `[N, T, C]`, or `[N, C]` for a single step.
fn three_axes(shape: Shape) -> [usize; 3] {
    match *shape.dims() {
        [n, steps, inputs] => [n, steps, inputs],
        _ => [shape.dims()[0], 1, shape.last()],
    }
}

/// Writes the results of one way through sequences on the tape.
struct Records<'t, C> {
    tape: &'t Tape,
    op: Sequence<C>,
}

impl<'t, C: Cell> Records<'t, C>
where
    super::Op: From<Sequence<C>>,
{
    fn new(
        x: Var<'t>,
        start: Option<State<'t>>,
        weights: Weights<Var<'t>>,
        reading: Reading<'_>,
    ) -> Self {
        let lengths = reading.lengths.map(|lengths| {
            let mut tensor = Tensor::scratch([lengths.len()]);
            for (to, from) in tensor.data_mut().iter_mut().zip(lengths) {
                *to = *from as f32;
            }
            tensor.to(&x.value().device())
        });
        let op = Sequence {
            x: x.id,
            weights: weights.map(|w| w.id),
            start: [
                start.map(|state| state.hidden.id),
                start.and_then(|state| Some(state.cell?.id)),
            ],
            which: Which::Cell,
            earlier: [None; 2],
            outputs: Tensor::scratch([0]),
            saved: Tensor::scratch([0]),
            lengths,
            reversed: reading.reversed,
            kind: PhantomData,
        };
        Records { tape: x.tape, op }
    }

    #[track_caller]
    fn forward(&self, [n, steps]: [usize; 2]) -> kernel::Forward {
        let value = |id| self.tape.var_of(id).value();
        let (x, weights) = (value(self.op.x), self.op.weights.map(value));
        let hidden = weights.h.dims()[0];
        let start = self.op.start.map(|id| id.map(value));
        {
            let Weights { x: w_x, h, b, b_h } = &weights;
            let weights_and_start = [&x, w_x, h, b].into_iter().chain(b_h);
            let all = weights_and_start.chain(start.iter().flatten());
            if let Some(gpu) = crate::gpu::of(C::NAME, all) {
                return gpu::forward(&gpu, &self.op, &x, &weights, start, [n, steps]);
            }
        }
        let [last, cell] = start;
        let last = match last {
            Some(last) => last,
            None => Tensor::zeros([n, hidden]),
        };
        let cell = match cell {
            Some(cell) => cell,
            None => Tensor::zeros([n, if C::HAS_CELL { hidden } else { 0 }]),
        };
        let bias = start_of_sums::<C>(&weights);
        let looked_up = Ref::filter_map(self.tape.op(self.op.x), |op| {
            embedding::looked_up(op, n * steps).filter(|op| is_shorter(&op.tokens))
        });
        let looked_up = looked_up.ok();
        let table = looked_up.as_ref().map(|op| {
            let table = value(op.table);
            sums_of_table::<C>(&table, &weights.x, &bias)
        });
        let input = match (&looked_up, &table) {
            (Some(op), Some(sums)) => FromInput::Table {
                ids: op.tokens.as_slice(),
                sums: sums.data(),
            },
            _ => FromInput::Rows {
                x: x.data(),
                w_x: matrix(&weights.x),
                bias: bias.data(),
            },
        };
        let way = self.op.way([n, steps, hidden]);
        kernel::forward::<C>(way, &input, matrix(&weights.h), last, cell)
    }

    /// Writes one result; the ones before it are its business if the loss depends on it.
    #[track_caller]
    fn record(&mut self, which: Which, value: Tensor) -> Var<'t> {
        let op = &self.op;
        let op = Sequence {
            which,
            outputs: op.outputs.clone(),
            saved: op.saved.clone(),
            lengths: op.lengths.clone(),
            ..*op
        };
        let Weights { x, h, b, b_h } = op.weights;
        let [start_h, start_c] = op.start.map(|id| id.unwrap_or(x));
        let inputs = [op.x, x, h, b, b_h.unwrap_or(b), start_h, start_c];
        let var = self.tape.record(value, &inputs, op);
        match which {
            Which::Cell => self.op.earlier[0] = Some(var.id),
            Which::Last => self.op.earlier[1] = Some(var.id),
            Which::Outputs => {}
        }
        var
    }
}

impl<C: Cell> Sequence<C> {
    fn way(&self, [n, steps, hidden]: [usize; 3]) -> Way<'_> {
        Way {
            n,
            steps,
            hidden,
            lengths: self.lengths.as_ref().map(Tensor::data),
            reversed: self.reversed,
        }
    }
}

fn matrix(t: &Tensor) -> Matrix<'_> {
    let (rows, columns) = t.shape().as_rows();
    Matrix::new(t.data(), rows, columns)
}

/// The biases in their blocks of sums.
fn start_of_sums<C: Cell>(weights: &Weights<Tensor>) -> Tensor {
    let hidden = weights.h.dims()[0];
    let mut sums = Tensor::zeros([C::SUMS * hidden]);
    sums.data_mut()[..C::GATES * hidden].copy_from_slice(weights.b.data());
    if let Some(b_h) = &weights.b_h {
        for (blocks, to) in C::FROM_STATE {
            let from = &b_h.data()[blocks.start * hidden..blocks.end * hidden];
            let sums = &mut sums.data_mut()[to * hidden..];
            sums.iter_mut().zip(from).for_each(|(sum, b)| *sum += b);
        }
    }
    sums
}

/// Letters or words that were looked up in a table: the rows of the table are multiplied by W_x instead
/// of the rows of the text, if they are fewer.
fn is_shorter(tokens: &Tokens) -> bool {
    tokens.vocabulary() < tokens.len()
}

/// The sums that each row of a table begins with, `[V, SUMS · H]`.
fn sums_of_table<C: Cell>(table: &Tensor, w_x: &Tensor, bias: &Tensor) -> Tensor {
    let (rows, columns) = (table.dims()[0], w_x.shape().last());
    let mut products = Tensor::scratch([rows, columns]);
    gemm(matrix(table), matrix(w_x), products.data_mut(), |_, _| {});
    let mut sums = Tensor::scratch([rows, bias.len()]);
    let lines = sums.data_mut().chunks_exact_mut(bias.len().max(1));
    for (sums, products) in lines.zip(products.data().chunks_exact(columns.max(1))) {
        sums.copy_from_slice(bias.data());
        let pairs = sums.iter_mut().zip(products);
        pairs.for_each(|(sum, product)| *sum += product);
    }
    sums
}

#[cfg(test)]
mod tests;
