//! The fused sequences against their cells one by one, and the cells against what they consist of.

use super::*;
use crate::gradcheck::{assert_gradients, sample};
use crate::ops::{gru::GruCell, lstm::LstmCell, rnn::RnnCell};

/// x, W_x, W_h, b, b_h, h, c for a cell of this kind.
fn inputs<C: Cell>(n: usize, steps: usize, inputs: usize, hidden: usize) -> Vec<Tensor> {
    let columns = C::GATES * hidden;
    let shapes: [&[usize]; 7] = [
        &[n, steps, inputs],
        &[inputs, columns],
        &[hidden, columns],
        &[columns],
        &[columns],
        &[n, hidden],
        &[n, hidden],
    ];
    let tensors = shapes.iter().zip(1..);
    tensors.map(|(&shape, seed)| sample(shape, seed)).collect()
}

fn parts<'t, C: Cell>(v: &[Var<'t>]) -> (Weights<Var<'t>>, State<'t>) {
    let b_h = (C::GATES != C::SUMS).then_some(v[4]);
    let cell = C::HAS_CELL.then_some(v[6]);
    let state = State { hidden: v[5], cell };
    (Weights::new(v[1], v[2], v[3], b_h), state)
}

/// A loss in which each number of each result counts differently.
fn loss<'t>(run: Run<'t>, which: [bool; 3]) -> Var<'t> {
    let weigh = |v: Var<'t>, seed| (v * v.tape().constant(sample(v.shape(), seed))).sum();
    let results = [Some(run.outputs), Some(run.last), run.cell];
    let seeds = results.into_iter().zip(which).zip(50..);
    let sums = seeds.filter_map(|((v, wanted), seed)| Some(weigh(v.filter(|_| wanted)?, seed)));
    sums.reduce(|a, b| a + b).expect("one is wanted")
}

type Way = for<'t> fn(Var<'t>, Option<State<'t>>, Weights<Var<'t>>, Reading<'_>) -> Run<'t>;

/// The results, and the gradients of all inputs.
fn results<C: Cell>(
    tensors: &[Tensor],
    way: Way,
    starts: bool,
    reading: Reading,
    which: [bool; 3],
) -> Vec<Option<Tensor>> {
    let tape = Tape::new();
    let v: Vec<Var> = tensors.iter().map(|t| tape.variable(t.clone())).collect();
    let (weights, state) = parts::<C>(&v);
    let run = way(v[0], starts.then_some(state), weights, reading);
    let grads = loss(run, which).backward();
    let gradients = v.iter().map(|v| grads.get(*v).cloned());
    let values = [run.outputs, run.last].map(|v| Some(v.value()));
    values.into_iter().chain(gradients).collect()
}

fn assert_same(one: &[Option<Tensor>], other: &[Option<Tensor>], what: &str) {
    assert_eq!(one.len(), other.len());
    for (i, (a, b)) in one.iter().zip(other).enumerate() {
        let (a, b) = match (a, b) {
            (Some(a), Some(b)) => (a, b),
            // Unfolded, what has no part in the loss has no gradient; fused, it may be zeros.
            (Some(a), None) | (None, Some(a)) => (a, &Tensor::zeros(a.shape())),
            (None, None) => continue,
        };
        assert_eq!(a.shape(), b.shape(), "{what}: {i}");
        for (x, y) in a.data().iter().zip(b.data()) {
            assert!(
                (x - y).abs() <= 2e-5 * (1.0 + y.abs()),
                "{what}, {i}: {x} {y}"
            );
        }
    }
}

fn fused_equals_unfolded<C: Cell>()
where
    crate::ops::Op: From<Sequence<C>>,
{
    let [fused, unfolded]: [Way; 2] = [sequence::<C>, unfold::sequence::<C>];
    for (n, steps, columns, hidden) in [(3, 5, 4, 6), (19, 4, 3, 17), (1, 1, 1, 1), (9, 3, 2, 40)] {
        let tensors = inputs::<C>(n, steps, columns, hidden);
        let lengths: Vec<usize> = (0..n).map(|i| (i * 3 + 1) % (steps + 1)).collect();
        for reading in [
            Reading::new(),
            Reading::new().reversed(),
            Reading::new().lengths(&lengths),
            Reading::new().lengths(&lengths).reversed(),
        ] {
            for starts in [true, false] {
                for which in [
                    [true; 3],
                    [true, false, false],
                    [false, true, false],
                    [false, false, true],
                    [false, true, true],
                ] {
                    if !C::HAS_CELL && which == [false, false, true] {
                        continue;
                    }
                    let [one, other] = [fused, unfolded]
                        .map(|way| results::<C>(&tensors, way, starts, reading, which));
                    let what = format!("{}, {reading:?}, {starts}, {which:?}", C::NAME);
                    assert_same(&one, &other, &what);
                }
            }
        }
    }
}

#[test]
fn an_rnn_is_its_cells() {
    fused_equals_unfolded::<RnnCell>();
}

#[test]
fn an_lstm_is_its_cells() {
    fused_equals_unfolded::<LstmCell>();
}

#[test]
fn a_gru_is_its_cells() {
    fused_equals_unfolded::<GruCell>();
}

/// The three formulas in elementary operations.
fn composed<'t, C: Cell>(x: Var<'t>, state: State<'t>, w: Weights<Var<'t>>) -> State<'t> {
    let hidden = state.hidden.shape().last();
    let block = |v: Var<'t>, i: usize| v.slice(1, i * hidden..(i + 1) * hidden);
    let from_x = x.matmul(w.x) + w.b;
    let from_h = state.hidden.matmul(w.h);
    match (C::NAME, w.b_h, state.cell) {
        ("rnn", None, None) => State {
            hidden: (from_x + from_h).tanh(),
            cell: None,
        },
        ("lstm", None, Some(c)) => {
            let s = from_x + from_h;
            let (i, f) = (block(s, 0).sigmoid(), block(s, 1).sigmoid());
            let (g, o) = (block(s, 2).tanh(), block(s, 3).sigmoid());
            let c = f * c + i * g;
            State {
                hidden: o * c.tanh(),
                cell: Some(c),
            }
        }
        ("gru", Some(b_h), None) => {
            let from_h = from_h + b_h;
            let gate = |i| (block(from_x, i) + block(from_h, i)).sigmoid();
            let (r, z) = (gate(0), gate(1));
            let n = (block(from_x, 2) + r * block(from_h, 2)).tanh();
            State {
                hidden: (1.0 - z) * n + z * state.hidden,
                cell: None,
            }
        }
        other => panic!("no such cell: {:?}", other.0),
    }
}

fn cell_equals_its_composition<C: Cell>()
where
    crate::ops::Op: From<Sequence<C>>,
{
    for (n, columns, hidden) in [(3, 4, 6), (1, 1, 1), (17, 5, 33)] {
        let tensors = inputs::<C>(n, 1, columns, hidden);
        let run = |fused: bool| {
            let tape = Tape::new();
            let v: Vec<Var> = tensors.iter().map(|t| tape.variable(t.clone())).collect();
            let (weights, state) = parts::<C>(&v);
            let x = v[0].reshape([n, columns]);
            let next = if fused {
                step::<C>(x, state, weights)
            } else {
                composed::<C>(x, state, weights)
            };
            let mut total = next.hidden.powi(3).sum();
            if let Some(cell) = next.cell {
                total = total + cell.square().sum();
            }
            let grads = total.backward();
            let values = [Some(next.hidden), next.cell].map(|v| v.map(Var::value));
            let gradients = v.iter().map(|v| grads.get(*v).cloned());
            values.into_iter().chain(gradients).collect::<Vec<_>>()
        };
        assert_same(&run(true), &run(false), C::NAME);
    }
}

#[test]
fn each_cell_is_its_formula() {
    cell_equals_its_composition::<RnnCell>();
    cell_equals_its_composition::<LstmCell>();
    cell_equals_its_composition::<GruCell>();
}

fn gradients_of<C: Cell>()
where
    crate::ops::Op: From<Sequence<C>>,
{
    let lengths = [3, 1, 0];
    let tensors = inputs::<C>(3, 3, 2, 2);
    for reversed in [false, true] {
        assert_gradients(&tensors, |_, v| {
            let (weights, state) = parts::<C>(v);
            let reading = Reading {
                lengths: Some(&lengths),
                reversed,
            };
            let run = sequence::<C>(v[0], Some(state), weights, reading);
            loss(run, [true; 3]) * 0.2
        });
    }
}

#[test]
fn gradients() {
    gradients_of::<RnnCell>();
    gradients_of::<LstmCell>();
    gradients_of::<GruCell>();
}

/// Seen one by one, the gradients of all three results are there, and none is handed on twice.
#[test]
fn all_gradients_can_be_looked_at() {
    let tensors = inputs::<LstmCell>(2, 3, 2, 2);
    let run = |keep: bool| {
        let tape = Tape::new();
        let v: Vec<Var> = tensors.iter().map(|t| tape.variable(t.clone())).collect();
        let (weights, state) = parts::<LstmCell>(&v);
        let run = sequence::<LstmCell>(v[0], Some(state), weights, Reading::new());
        let loss = loss(run, [true; 3]);
        let grads = if keep {
            let grads = loss.backward_keeping_all();
            assert_eq!(grads.of(run.last).data(), sample([2, 2], 51).data());
            assert!(grads.get(run.cell.expect("an LSTM")).is_some());
            grads
        } else {
            loss.backward()
        };
        grads.of(v[2]).clone()
    };
    assert_eq!(run(true), run(false));
}

/// What stands beyond a sequence's end may be anything, and must not be seen.
#[test]
fn nobody_looks_beyond_the_end() {
    let mut tensors = inputs::<LstmCell>(2, 3, 2, 2);
    tensors[0].data_mut()[2 * 2..3 * 2].fill(f32::NAN);
    let reading = Reading::new().lengths(&[2, 3]);
    for reading in [reading, reading.reversed()] {
        let all = results::<LstmCell>(&tensors, sequence::<LstmCell>, true, reading, [true; 3]);
        assert!(
            all[1]
                .as_ref()
                .is_some_and(|last| last.data().iter().all(|x| x.is_finite()))
        );
        let weights = all[2 + 1].as_ref().expect("a gradient of W_x");
        assert!(weights.data().iter().all(|x| x.is_finite()));
        assert_eq!(all[0].as_ref().expect("outputs").at(&[0, 2, 1]), 0.0);
    }
}

/// Looked up in a small table, the rows of the table are multiplied, not those of the text. `reshape`
/// hides where x comes from.
fn looked_up_equals_multiplied<C: Cell>()
where
    crate::ops::Op: From<Sequence<C>>,
{
    let tokens = Tokens::new(&[2, 0, 2, 4, 2, 1, 0, 0, 3, 2, 2, 4], [3, 4], 5);
    assert!(is_shorter(&tokens));
    let mut tensors = inputs::<C>(3, 4, 6, 17);
    tensors[0] = sample([5, 6], 9);
    let way = |hidden_from_it: bool, keep_all: bool| {
        let tape = Tape::new();
        let v: Vec<Var> = tensors.iter().map(|t| tape.variable(t.clone())).collect();
        let (weights, state) = parts::<C>(&v);
        let letters = v[0].embedding(&tokens);
        let x = if hidden_from_it {
            letters.reshape([3, 4, 6])
        } else {
            letters
        };
        let reading = Reading::new().lengths(&[4, 0, 2]);
        let run = sequence::<C>(x, Some(state), weights, reading);
        let loss = loss(run, [true; 3]);
        let grads = if keep_all {
            let grads = loss.backward_keeping_all();
            assert!(grads.get(letters).is_some());
            grads
        } else {
            loss.backward()
        };
        let gradients = v.iter().map(|v| grads.get(*v).cloned());
        gradients
            .chain([Some(run.outputs.value())])
            .collect::<Vec<_>>()
    };
    for keep_all in [false, true] {
        assert_same(&way(false, keep_all), &way(true, keep_all), C::NAME);
    }
}

#[test]
fn letters_take_a_shorter_way_to_the_same() {
    looked_up_equals_multiplied::<RnnCell>();
    looked_up_equals_multiplied::<LstmCell>();
    looked_up_equals_multiplied::<GruCell>();
}

/// Whole sequences may be looked up too: then an id is not a row of the table, and there is no shorter way.
#[test]
fn sequences_that_were_gathered_are_not_taken_for_letters() {
    let tokens = Tokens::new(&[1, 0, 1, 1, 0], [5], 2);
    let mut tensors = inputs::<RnnCell>(5, 3, 4, 2);
    tensors[0] = sample([2, 3, 4], 9);
    let gradients = |is_hidden: bool| {
        let tape = Tape::new();
        let v: Vec<Var> = tensors.iter().map(|t| tape.variable(t.clone())).collect();
        let (weights, state) = parts::<RnnCell>(&v);
        let x = v[0].gather(&tokens);
        let x = if is_hidden { x.reshape([5, 3, 4]) } else { x };
        let run = sequence::<RnnCell>(x, Some(state), weights, Reading::new());
        let grads = loss(run, [true; 3]).backward();
        v.iter().map(|v| grads.get(*v).cloned()).collect::<Vec<_>>()
    };
    assert_same(&gradients(false), &gradients(true), "gathered");
}
