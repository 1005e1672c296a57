//! A sequence as what it is: one cell after another. There is something quicker; the tests compare the
//! two.

use super::{Weights, step};
use crate::kernels::recurrent::Cell;
use crate::ops::Op;
use crate::rnn::{Reading, Run, State};
use crate::tape::Var;
use crate::{Device, Tensor};

/// As `sequence` of the module above, which has checked the sizes.
#[track_caller]
pub fn sequence<'t, C: Cell>(
    x: Var<'t>,
    start: Option<State<'t>>,
    weights: Weights<Var<'t>>,
    reading: Reading<'_>,
) -> Run<'t>
where
    Op: From<super::Sequence<C>>,
{
    let [n, steps, _] = super::three_axes(x.shape());
    let hidden = weights.h.shape().dims()[0];
    let device = x.value().device();
    let zeros = |shape: &[usize]| x.tape.constant(Tensor::zeros(shape).to(&device));
    let mut state = start.unwrap_or_else(|| State {
        hidden: zeros(&[n, hidden]),
        cell: C::HAS_CELL.then(|| zeros(&[n, hidden])),
    });
    let mut outputs: Vec<Option<Var<'t>>> = vec![None; steps];
    for s in 0..steps {
        let t = if reading.reversed { steps - 1 - s } else { s };
        let next = step::<C>(x.select(1, t), state, weights);
        let (next, output) = match reading.lengths {
            Some(lengths) => masked(&device, state, next, |n| t < lengths[n]),
            None => (next, next.hidden),
        };
        state = next;
        outputs[t] = Some(output);
    }
    let outputs: Vec<Var<'t>> = outputs.into_iter().flatten().collect();
    let outputs = match outputs.is_empty() {
        true => zeros(&[n, 0, hidden]),
        false => Var::stack(&outputs, 1),
    };
    Run {
        outputs,
        last: state.hidden,
        cell: state.cell,
    }
}

/// The next state of those rows that have this step, the old one of the others; and the outputs.
fn masked<'t>(
    device: &Device,
    old: State<'t>,
    new: State<'t>,
    has: impl Fn(usize) -> bool,
) -> (State<'t>, Var<'t>) {
    let rows = old.hidden.shape().dims()[0];
    let mask = |inside: bool| {
        let numbers = (0..rows).map(|n| f32::from(has(n) == inside));
        let numbers = Tensor::from_vec(numbers.collect(), [rows, 1]).to(device);
        old.hidden.tape.constant(numbers)
    };
    let (go, stay) = (mask(true), mask(false));
    let output = new.hidden * go;
    let state = State {
        hidden: output + old.hidden * stay,
        cell: (new.cell.zip(old.cell)).map(|(new, old)| new * go + old * stay),
    };
    (state, output)
}
