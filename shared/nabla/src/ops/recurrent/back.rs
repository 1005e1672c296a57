//! The way back through a sequence: from the gradients of its results to those of what went in.

use super::{Sequence, Weights, Which, is_shorter, matrix, three_axes};
use crate::Tensor;
use crate::kernels::recurrent::{self as kernel, Back, Cell, Gradients};
use crate::kernels::{Matrix, gemm, rows, scatter};
use crate::ops::Backward;
use crate::ops::embedding::{self, Embedding};
use crate::tape::{Grads, Id, Values};

/// Picks the columns that belong to W_h, or to its bias, from rows of all blocks of sums.
fn of_state<C: Cell>(rows: &[f32], hidden: usize, out: &mut [f32]) {
    let lines = rows.chunks_exact((C::SUMS * hidden).max(1));
    for (line, out) in lines.zip(out.chunks_exact_mut((C::GATES * hidden).max(1))) {
        for (blocks, at) in C::FROM_STATE {
            let len = blocks.len() * hidden;
            out[blocks.start * hidden..][..len].copy_from_slice(&line[at * hidden..][..len]);
        }
    }
}

/// The same of W_x and its bias.
fn of_input<C: Cell>(rows: &[f32], hidden: usize, out: &mut [f32]) {
    let lines = rows.chunks_exact((C::SUMS * hidden).max(1));
    for (line, out) in lines.zip(out.chunks_exact_mut((C::GATES * hidden).max(1))) {
        out.copy_from_slice(&line[..C::GATES * hidden]);
    }
}

impl<C: Cell> Backward for Sequence<C> {
    fn backward(&self, _y: &Tensor, dy: Tensor, values: Values, grads: &mut Grads) {
        let mut earlier = |id: Option<Id>| grads.take_over(id?);
        let (d_outputs, d_last, d_cell) = match self.which {
            Which::Cell => (None, None, Some(dy)),
            Which::Last => (None, Some(dy), earlier(self.earlier[0])),
            Which::Outputs => {
                let [cell, last] = self.earlier.map(earlier);
                (Some(dy), last, cell)
            }
        };
        let [n, steps, inputs] = three_axes(values.get(self.x).shape());
        if let Some(gpu) = values.get(self.x).gpu() {
            let above = [d_outputs, d_last, d_cell];
            return super::gpu::backward(gpu, self, above, [n, steps], values, grads);
        }
        let hidden = values.get(self.weights.h).dims()[0];
        let zeros = |is_there| Tensor::zeros([n, if is_there { hidden } else { 0 }]);
        let start = match self.start[0] {
            Some(id) => values.get(id).clone(),
            None => zeros(true),
        };
        let looked_up = embedding::looked_up(values.op(self.x), n * steps);
        let looked_up = looked_up.filter(|op| is_shorter(&op.tokens) && !grads.keeps_all());
        let back = Back {
            way: self.way([n, steps, hidden]),
            outputs: self.outputs.data(),
            saved: self.saved.data(),
            start: start.data(),
            d_outputs: d_outputs.as_ref().map(Tensor::data),
            x: (grads.wants(self.weights.x) && looked_up.is_none())
                .then(|| (values.get(self.x).data(), inputs)),
        };
        let gradients = kernel::backward::<C>(
            &back,
            matrix(values.get(self.weights.h)),
            d_last.unwrap_or_else(|| zeros(true)),
            d_cell.unwrap_or_else(|| zeros(C::HAS_CELL)),
        );
        self.hand_on(gradients, looked_up, values, grads);
    }
}

impl<C: Cell> Sequence<C> {
    /// From the gradients of the sums to those of what they were made of.
    fn hand_on(
        &self,
        gradients: Gradients,
        looked_up: Option<&Embedding>,
        values: Values,
        grads: &mut Grads,
    ) {
        let hidden = values.get(self.weights.h).dims()[0];
        let by_row = looked_up.map(|op| {
            let mut sums = Tensor::zeros([op.tokens.vocabulary(), C::SUMS * hidden]);
            let (from, ids) = (gradients.sums.data(), op.tokens.as_slice());
            scatter::add_rows(from, ids, sums.data_mut(), C::SUMS * hidden);
            sums
        });
        // What W_x was multiplied by, and the gradients of the sums that it is a part of.
        let x = looked_up.map_or(self.x, |op| op.table);
        let of_x = by_row.as_ref().unwrap_or(&gradients.sums);
        self.hand_on_biases(of_x, hidden, grads);
        self.hand_on_weights(&gradients, (values.get(x), of_x), hidden, grads);
        if grads.wants(x) {
            let w_x = matrix(values.get(self.weights.x));
            let mut dx = Tensor::scratch(values.get(x).shape());
            let sums = matrix(of_x).columns(0..C::GATES * hidden);
            gemm(sums, w_x.t(), dx.data_mut(), |_, _| {});
            grads.add(x, dx);
        }
        for (start, gradient) in self.start.iter().zip([gradients.h, gradients.c]) {
            if let Some(id) = *start {
                grads.add(id, gradient);
            }
        }
    }

    fn hand_on_weights(
        &self,
        gradients: &Gradients,
        (x, of_x): (&Tensor, &Tensor),
        hidden: usize,
        grads: &mut Grads,
    ) {
        let [wants_x, wants_h] = [self.weights.x, self.weights.h].map(|w| grads.wants(w));
        if !wants_x && !wants_h {
            return;
        }
        // One product for both: the rows of W_x, if x stands there, above those of W_h.
        let (inputs, columns) = (gradients.seen.shape().last() - hidden, C::SUMS * hidden);
        let product = |rows: Matrix, sums: &Tensor| {
            let mut dw = Tensor::scratch([rows.size().1, columns]);
            gemm(rows.t(), matrix(sums), dw.data_mut(), |_, _| {});
            dw
        };
        let both = product(matrix(&gradients.seen), &gradients.sums);
        let (dw_x, dw_h) = both.data().split_at(inputs * columns);
        if wants_x {
            let (len, inputs) = x.shape().as_rows();
            let looked_up = dw_x.is_empty().then(|| {
                let rows = Matrix::new(x.data(), len, inputs);
                product(rows, of_x)
            });
            let mut dw = Tensor::scratch([inputs, C::GATES * hidden]);
            let from = looked_up.as_ref().map_or(dw_x, Tensor::data);
            of_input::<C>(from, hidden, dw.data_mut());
            grads.add(self.weights.x, dw);
        }
        if wants_h {
            let mut dw = Tensor::scratch([hidden, C::GATES * hidden]);
            of_state::<C>(dw_h, hidden, dw.data_mut());
            grads.add(self.weights.h, dw);
        }
    }

    fn hand_on_biases(&self, dsums: &Tensor, hidden: usize, grads: &mut Grads) {
        let Weights { b, b_h, .. } = self.weights;
        if !grads.wants(b) && !b_h.is_some_and(|b_h| grads.wants(b_h)) {
            return;
        }
        let mut sums = Tensor::scratch([C::SUMS * hidden]);
        rows::sum_rows(dsums.data(), sums.data_mut());
        let mut db = Tensor::scratch([C::GATES * hidden]);
        of_input::<C>(sums.data(), hidden, db.data_mut());
        grads.add(b, db);
        if let Some(b_h) = b_h {
            let mut db = Tensor::scratch([C::GATES * hidden]);
            of_state::<C>(sums.data(), hidden, db.data_mut());
            grads.add(b_h, db);
        }
    }
}
