//! Layers that read step after step, and remember.

use super::{Init, Module, Param, Parameters, Row};
use crate::rnn::{Reading, Run, State};
use crate::{Rng, Shape, Tape, Tensor, Var};
use rand_distr::{Distribution, StandardNormal};

/// A layer that goes through sequences `[N, T, C]` (batch, steps, features) with a state of H numbers.
/// As a [`Module`] it makes `[N, T, H]` of them, what it shows after each step.
pub trait Recurrent: Module {
    /// H, how many numbers the state has.
    fn hidden(&self) -> usize;

    /// Goes through the sequences. The state is 0 before the first step unless `start` says otherwise.
    /// With `lengths`, example n has only its first `lengths[n]` steps: beyond them the output is 0 and
    /// the state stays what it was.
    ///
    /// # Panics
    /// If the sizes do not fit, or a length is larger than T; the message says which.
    fn run<'t>(
        &self,
        tape: &'t Tape,
        x: Var<'t>,
        start: Option<State<'t>>,
        lengths: Option<&[usize]>,
    ) -> Run<'t>;

    /// A single step, `[N, C]`: the next state. For a network that writes, letter by letter.
    ///
    /// # Panics
    /// If the sizes do not fit; the message says which.
    fn step<'t>(&self, tape: &'t Tape, x: Var<'t>, state: Option<State<'t>>) -> State<'t>;

    /// The same layer, reading from each example's last step to its first. The outputs keep their
    /// places.
    fn reversed(self) -> Self
    where
        Self: Sized;
}

/// The simplest recurrent layer (Elman, 1990): h' = tanh(x·W_x + h·W_h + b), see [`Var::rnn`]. PyTorch's arrays become ours
/// as those of an [`Lstm`].
#[derive(Clone, Debug)]
pub struct Rnn {
    /// `[C, H]`
    pub w_x: Param,
    /// `[H, H]`
    pub w_h: Param,
    /// `[H]`
    pub b: Param,
    reversed: bool,
}

/// A recurrent layer with a second state that is added to, so that gradients last longer (Hochreiter and
/// Schmidhuber, 1997; Gers, Schmidhuber and Cummins, 2000), see [`Var::lstm`].
///
/// PyTorch has its gates in the same order. Its `weight_ih_l0` `[4H, C]` and `weight_hh_l0` `[4H, H]` are ours transposed; of
/// its two biases, which are only ever added, ours is the sum. [`pytorch::load`](crate::pytorch::load) does it. (Keras has
/// the order input, forget, candidate, output too, and weights as ours.)
#[derive(Clone, Debug)]
pub struct Lstm {
    /// `[C, 4H]`: input, forget, candidate, output.
    pub w_x: Param,
    /// `[H, 4H]`
    pub w_h: Param,
    /// `[4H]`
    pub b: Param,
    reversed: bool,
}

/// A recurrent layer with two gates and one state (Cho et al., 2014), see [`Var::gru`].
///
/// PyTorch has its gates in the same order. Its `weight_ih_l0` `[3H, C]` and `weight_hh_l0` `[3H, H]` are ours transposed; its
/// two biases stay two, because the reset gate stands between them. [`pytorch::load`](crate::pytorch::load) does it. (Keras
/// has update before reset, and keeps two biases only with `reset_after`.)
#[derive(Clone, Debug)]
pub struct Gru {
    /// `[C, 3H]`: reset, update, new.
    pub w_x: Param,
    /// `[H, 3H]`
    pub w_h: Param,
    /// `[3H]`
    pub b_x: Param,
    /// `[3H]`
    pub b_h: Param,
    reversed: bool,
}

/// W_x as a dense layer's weight, each gate for itself; W_h so that each gate's block only turns the
/// state and neither lengthens nor shortens it: products of many such blocks do not vanish or explode
/// at the start (Saxe, McClelland and Ganguli, 2014). Keras starts its layers in the same way.
fn weights(gates: usize, inputs: usize, hidden: usize, rng: &mut Rng) -> (Param, Param) {
    let w_x = Init::Xavier.tensor([inputs, gates * hidden], inputs, hidden, rng);
    let mut w_h = Tensor::zeros([hidden, gates * hidden]);
    for gate in 0..gates {
        let block = orthogonal(hidden, rng);
        let rows = w_h.data_mut().chunks_exact_mut((gates * hidden).max(1));
        for (row, from) in rows.zip(block) {
            for (to, x) in row[gate * hidden..].iter_mut().zip(from) {
                *to = x as f32;
            }
        }
    }
    (Param::new("w_x", w_x), Param::new("w_h", w_h))
}

/// Random directions, each at right angles to all before it: Gram and Schmidt's way, each twice against
/// rounding.
fn orthogonal(size: usize, rng: &mut Rng) -> Vec<Vec<f64>> {
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(size);
    while rows.len() < size {
        let mut row: Vec<f64> = (0..size).map(|_| StandardNormal.sample(rng)).collect();
        for other in rows.iter().chain(&rows) {
            let along = dot(&row, other);
            row.iter_mut().zip(other).for_each(|(x, y)| *x -= along * y);
        }
        let length = dot(&row, &row).sqrt();
        // One that lay almost within the others is mostly rounding: another is drawn.
        if length > 1e-6 {
            row.iter_mut().for_each(|x| *x /= length);
            rows.push(row);
        }
    }
    rows
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn zeros(name: &'static str, size: usize) -> Param {
    Param::new(name, Tensor::zeros([size]))
}

impl Rnn {
    /// A layer with random weights and a bias of zeros.
    pub fn new(inputs: usize, hidden: usize, rng: &mut Rng) -> Self {
        let (w_x, w_h) = weights(1, inputs, hidden, rng);
        Rnn {
            w_x,
            w_h,
            b: zeros("b", hidden),
            reversed: false,
        }
    }
}

impl Lstm {
    /// A layer with random weights and a bias of zeros, but for the forget gate's: that is 1, so that
    /// the cell is kept (σ(1) = 0.73) until training finds that it should not be. With 0, half of it
    /// would be gone after each step, and with it the gradient of what was long ago (Gers, Schmidhuber
    /// and Cummins, 2000). [`forget_bias`](Self::forget_bias) sets another.
    pub fn new(inputs: usize, hidden: usize, rng: &mut Rng) -> Self {
        let (w_x, w_h) = weights(4, inputs, hidden, rng);
        let layer = Lstm {
            w_x,
            w_h,
            b: zeros("b", 4 * hidden),
            reversed: false,
        };
        layer.forget_bias(1.0)
    }

    /// The same layer with this bias at its forget gates.
    pub fn forget_bias(mut self, bias: f32) -> Self {
        let hidden = self.hidden();
        self.b.value_mut().data_mut()[hidden..2 * hidden].fill(bias);
        self
    }
}

impl Gru {
    /// A layer with random weights and biases of zeros.
    pub fn new(inputs: usize, hidden: usize, rng: &mut Rng) -> Self {
        let (w_x, w_h) = weights(3, inputs, hidden, rng);
        Gru {
            w_x,
            w_h,
            b_x: zeros("b_x", 3 * hidden),
            b_h: zeros("b_h", 3 * hidden),
            reversed: false,
        }
    }
}

/// What an LSTM starts from, as its operations take it.
#[track_caller]
fn pair<'t>(state: State<'t>) -> (Var<'t>, Var<'t>) {
    let cell = state.cell;
    let cell = cell.expect("lstm: the state needs a cell; it comes from a network that is no LSTM");
    (state.hidden, cell)
}

/// What the others start from.
#[track_caller]
fn single<'t>(state: State<'t>) -> Var<'t> {
    assert!(
        state.cell.is_none(),
        "the state has a cell, so it comes from an LSTM, which this layer is not"
    );
    state.hidden
}

/// What the layers do alike.
macro_rules! recurrent {
    ($Layer:ident { $($param:ident),* }, $name:literal, $run:ident, $cell:ident, |$start:ident| $into:expr, |$next:ident| $state:expr, has cell $has_cell:literal) => {
        impl Recurrent for $Layer {
            fn hidden(&self) -> usize {
                self.w_h.value().dims()[0]
            }

            #[track_caller]
            fn run<'t>(
                &self,
                tape: &'t Tape,
                x: Var<'t>,
                start: Option<State<'t>>,
                lengths: Option<&[usize]>,
            ) -> Run<'t> {
                let reading = Reading {
                    lengths,
                    reversed: self.reversed,
                };
                x.$run(start.map(|$start| $into), $(tape.param(&self.$param),)* reading)
            }

            #[track_caller]
            fn step<'t>(&self, tape: &'t Tape, x: Var<'t>, state: Option<State<'t>>) -> State<'t> {
                let $start = state.unwrap_or_else(|| nothing(x, self.hidden(), $has_cell));
                let $next = x.$cell($into, $(tape.param(&self.$param)),*);
                $state
            }

            fn reversed(mut self) -> Self {
                self.reversed = !self.reversed;
                self
            }
        }

        impl Module for $Layer {
            #[track_caller]
            fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
                self.run(tape, x, None, None).outputs
            }

            fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
                let inputs = self.w_x.value().dims()[0];
                assert!(
                    input.rank() == 2 && input.last() == inputs,
                    "{}: the layer takes [steps, {inputs}], here {input} comes in",
                    $name.to_lowercase()
                );
                let output = input.with_axis(1, self.hidden());
                let backwards = if self.reversed { ", reversed" } else { "" };
                rows.push(Row {
                    layer: format!("{}{backwards}", $name),
                    output,
                    parameters: super::parameters(self),
                });
                output
            }
        }

        impl Parameters for $Layer {
            fn visit(&self, f: &mut dyn FnMut(&Param)) {
                $(f(&self.$param);)*
            }

            fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
                $(f(&mut self.$param);)*
            }
        }
    };
}

recurrent!(Rnn { w_x, w_h, b }, "Rnn", rnn, rnn_cell, |start| single(start), |h| State { hidden: h, cell: None }, has cell false);
recurrent!(Lstm { w_x, w_h, b }, "Lstm", lstm, lstm_cell, |start| pair(start), |next| State { hidden: next.0, cell: Some(next.1) }, has cell true);
recurrent!(Gru { w_x, w_h, b_x, b_h }, "Gru", gru, gru_cell, |start| single(start), |h| State { hidden: h, cell: None }, has cell false);

/// The state before anything was read.
fn nothing(x: Var<'_>, hidden: usize, has_cell: bool) -> State<'_> {
    let rows = x.shape().dims().first().copied().unwrap_or(0);
    let zeros = Tensor::zeros([rows, hidden]).to(&x.value().device());
    let zeros = x.tape().constant(zeros);
    State {
        hidden: zeros,
        cell: has_cell.then_some(zeros),
    }
}

/// Two layers, one reading from left to right and one from right to left, side by side: what comes out
/// at a step knows both sides of it (Schuster and Paliwal, 1997).
#[derive(Clone, Debug)]
pub struct Bidirectional<R> {
    /// Reads from left to right.
    pub forward: R,
    /// Reads from right to left.
    pub backward: R,
}

impl<R: Recurrent> Bidirectional<R> {
    /// Both layers as they come from `new`: the second one is turned round here.
    pub fn new(forward: R, backward: R) -> Self {
        let backward = backward.reversed();
        Bidirectional { forward, backward }
    }

    /// As [`Recurrent::run`]: outputs `[N, T, 2H]`, and the last of each, `[N, 2H]`: of the layer that
    /// reads from right to left that is the one at the first step. There is no `cell`.
    ///
    /// # Panics
    /// As there.
    #[track_caller]
    pub fn run<'t>(&self, tape: &'t Tape, x: Var<'t>, lengths: Option<&[usize]>) -> Run<'t> {
        let there = self.forward.run(tape, x, None, lengths);
        let back = self.backward.run(tape, x, None, lengths);
        Run {
            outputs: Var::concat(&[there.outputs, back.outputs], 2),
            last: Var::concat(&[there.last, back.last], 1),
            cell: None,
        }
    }
}

impl<R: Recurrent> Module for Bidirectional<R> {
    #[track_caller]
    fn forward<'t>(&self, tape: &'t Tape, x: Var<'t>) -> Var<'t> {
        self.run(tape, x, None).outputs
    }

    fn describe(&self, input: Shape, rows: &mut Vec<Row>) -> Shape {
        let mut parts = Vec::new();
        let there = self.forward.describe(input, &mut parts);
        let back = self.backward.describe(input, &mut parts);
        let output = there.with_axis(1, there.last() + back.last());
        rows.push(Row {
            layer: format!("Bidirectional, {}", parts[0].layer),
            output,
            parameters: super::parameters(self),
        });
        output
    }
}

impl<R: Recurrent> Parameters for Bidirectional<R> {
    fn visit(&self, f: &mut dyn FnMut(&Param)) {
        self.forward.visit(f);
        self.backward.visit(f);
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
        self.forward.visit_mut(f);
        self.backward.visit_mut(f);
    }

    fn visit_named(&self, prefix: &str, f: &mut dyn FnMut(&str, &Param)) {
        self.forward.visit_named(&format!("{prefix}forward."), f);
        self.backward.visit_named(&format!("{prefix}backward."), f);
    }
}
