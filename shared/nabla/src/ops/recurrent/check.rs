//! Do the sizes fit? If not, the messages say what would.

use super::Weights;
use crate::kernels::recurrent::Cell;
use crate::rnn::{Reading, State};
use crate::tape::Var;

#[track_caller]
pub fn sequence<C: Cell>(
    x: Var<'_>,
    start: Option<State<'_>>,
    weights: Weights<Var<'_>>,
    reading: Reading<'_>,
) {
    let &[n, steps, inputs] = x.shape().dims() else {
        panic!(
            "{}: x must be [N, T, C] (batch, steps, features), it is {}",
            C::NAME,
            x.shape()
        );
    };
    check_weights::<C>(x, inputs, weights);
    if let Some(state) = start {
        check_state::<C>(x, n, weights.h.shape().dims()[0], state);
    }
    if let Some(lengths) = reading.lengths {
        assert!(
            lengths.len() == n,
            "{}: {} lengths for {n} sequences; give one each",
            C::NAME,
            lengths.len()
        );
        if let Some(long) = lengths.iter().find(|&&length| length > steps) {
            panic!(
                "{}: a length is {long}, but x is {}, {steps} steps",
                C::NAME,
                x.shape()
            );
        }
    }
}

#[track_caller]
pub fn step<C: Cell>(x: Var<'_>, state: State<'_>, weights: Weights<Var<'_>>) {
    let &[n, inputs] = x.shape().dims() else {
        panic!(
            "{}_cell: x must be [N, C], one step of each sequence, it is {}; for whole sequences there is `{}`",
            C::NAME,
            x.shape(),
            C::NAME
        );
    };
    check_weights::<C>(x, inputs, weights);
    check_state::<C>(x, n, weights.h.shape().dims()[0], state);
}

#[track_caller]
fn check_weights<C: Cell>(x: Var<'_>, inputs: usize, weights: Weights<Var<'_>>) {
    let (name, gates) = (C::NAME, C::GATES);
    for weight in [weights.x, weights.h, weights.b] {
        x.check_same_tape(weight);
    }
    let shape = weights.h.shape();
    let fits = matches!(*shape.dims(), [hidden, columns] if columns == gates * hidden);
    assert!(
        fits,
        "{name}: w_h must be [H, {}H], it is {shape}; is it transposed?",
        ["", "", "2", "3", "4"][gates]
    );
    let hidden = shape.dims()[0];
    let columns = gates * hidden;
    assert!(
        weights.x.shape().dims() == [inputs, columns],
        "{name}: x is {} and w_h {shape}, so w_x must be [{inputs}, {columns}], it is {}",
        x.shape(),
        weights.x.shape()
    );
    for bias in [Some(weights.b), weights.b_h].into_iter().flatten() {
        x.check_same_tape(bias);
        assert!(
            bias.shape().dims() == [columns],
            "{name}: w_h is {shape}, so a bias must be [{columns}], it is {}",
            bias.shape()
        );
    }
}

#[track_caller]
fn check_state<C: Cell>(x: Var<'_>, n: usize, hidden: usize, state: State<'_>) {
    assert!(
        state.cell.is_some() == C::HAS_CELL,
        "{}: {}",
        C::NAME,
        if C::HAS_CELL {
            "the state needs a cell; it comes from a network that is no LSTM"
        } else {
            "the state has a cell, which only an LSTM knows what to do with"
        }
    );
    for part in [Some(state.hidden), state.cell].into_iter().flatten() {
        x.check_same_tape(part);
        assert!(
            part.shape().dims() == [n, hidden],
            "{}: x is {}, so the state must be [{n}, {hidden}], it is {}",
            C::NAME,
            x.shape(),
            part.shape()
        );
    }
}
