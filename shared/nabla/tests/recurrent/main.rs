//! Recurrent layers: what holds for every shape, where shapes run out, and what is refused.

mod held;
mod refused;

use nabla::gradcheck::sample;
use nabla::rnn::{Bidirectional, Gru, Lstm, Recurrent, Rnn, State};
use nabla::{
    Embedding, Init, Module, Parameters, Tape, Tensor, Tokens, Var, load, names, save, summary,
};
use proptest::prelude::*;

/// One layer of each kind; their weights are never 0.
fn layers(inputs: usize, hidden: usize) -> Vec<Box<dyn Recurrent>> {
    let mut rng = nabla::rng(7);
    let mut layers: Vec<Box<dyn Recurrent>> = vec![
        Box::new(Rnn::new(inputs, hidden, &mut rng)),
        Box::new(Lstm::new(inputs, hidden, &mut rng)),
        Box::new(Gru::new(inputs, hidden, &mut rng)),
        Box::new(Rnn::new(inputs, hidden, &mut rng).reversed()),
        Box::new(Lstm::new(inputs, hidden, &mut rng).reversed()),
        Box::new(Gru::new(inputs, hidden, &mut rng).reversed()),
    ];
    for layer in &mut layers {
        layer.visit_mut(&mut |param| *param.value_mut() = sample(param.value().shape(), 5));
    }
    layers
}

fn bits(t: &Tensor) -> Vec<u32> {
    t.data().iter().map(|x| x.to_bits()).collect()
}

fn close(got: &Tensor, want: &Tensor) -> bool {
    let pairs = got.data().iter().zip(want.data());
    got.shape() == want.shape() && pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-5)
}

/// The steps of row `n` in the order in which the layer reads them: one cell after the other.
fn unfolded<'t>(layer: &dyn Recurrent, x: Var<'t>, order: &[usize]) -> (Vec<Tensor>, State<'t>) {
    let tape = x.tape();
    let mut state: Option<State> = None;
    let mut outputs = Vec::new();
    for &t in order {
        let next = layer.step(tape, x.select(1, t), state);
        outputs.push(next.hidden.value());
        state = Some(next);
    }
    (outputs, state.expect("a step"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Each row of a batch with lengths is what it would be alone, cell by cell, without a length.
    #[test]
    fn a_run_is_its_steps(n in 1..12_usize, steps in 1..7_usize, inputs in 1..6_usize, hidden in 1..35_usize, seed: u64) {
        let x = sample([n, steps, inputs], seed);
        let lengths: Vec<usize> = (0..n).map(|i| (i * 5 + seed as usize % 7) % (steps + 1)).collect();
        for (i, layer) in layers(inputs, hidden).iter().enumerate() {
            let tape = Tape::new();
            let run = layer.run(&tape, tape.constant(x.clone()), None, Some(&lengths));
            let (outputs, last) = (run.outputs.value(), run.last.value());
            for (row, &length) in lengths.iter().enumerate() {
                for t in length..steps {
                    prop_assert!((0..hidden).all(|j| outputs.at(&[row, t, j]) == 0.0));
                }
                if length == 0 {
                    prop_assert!((0..hidden).all(|j| last.at(&[row, j]) == 0.0));
                    continue;
                }
                let mut order: Vec<usize> = (0..length).collect();
                if i >= 3 {
                    order.reverse();
                }
                let alone = tape.constant(x.rows(row..row + 1));
                let (each, end) = unfolded(layer.as_ref(), alone, &order);
                for (t, want) in order.iter().zip(&each) {
                    for j in 0..hidden {
                        prop_assert!((outputs.at(&[row, *t, j]) - want.data()[j]).abs() < 1e-5);
                    }
                }
                prop_assert!(close(&last.rows(row..row + 1), &end.hidden.value()));
                if let (Some(cell), Some(want)) = (run.cell, end.cell) {
                    prop_assert!(close(&cell.value().rows(row..row + 1), &want.value()));
                }
            }
        }
    }

    /// Two halves, the second going on from the state of the first, are the whole: also off the tape.
    #[test]
    fn a_text_may_be_read_in_pieces(n in 1..10_usize, first in 1..5_usize, second in 1..5_usize, seed: u64) {
        let x = sample([n, first + second, 3], seed);
        for layer in layers(3, 4).into_iter().take(3) {
            let tape = Tape::new();
            let whole = layer.run(&tape, tape.constant(x.clone()), None, None);
            let piece = |range| tape.constant(x.clone()).slice(1, range);
            let start = layer.run(&tape, piece(0..first), None, None).state();
            let rest = piece(first..first + second);
            let on = layer.run(&tape, rest, Some(start), None);
            prop_assert_eq!(bits(&on.last.value()), bits(&whole.last.value()));
            let other = Tape::new();
            let memory = start.detach();
            let rest = other.constant(rest.value());
            let on = layer.run(&other, rest, Some(memory.on(&other)), None);
            prop_assert_eq!(bits(&on.last.value()), bits(&whole.last.value()));
        }
    }

    /// Turned round with its input, a reversed layer gives the outputs turned round.
    #[test]
    fn reversed_is_turned_round(n in 1..10_usize, steps in 1..6_usize, seed: u64) {
        let x = sample([n, steps, 3], seed);
        let layers = layers(3, 5);
        for (there, back) in layers.iter().take(3).zip(layers.iter().skip(3)) {
            let tape = Tape::new();
            let x = tape.constant(x.clone());
            let want = there.forward(&tape, x);
            let got = back.forward(&tape, x.reverse(1)).reverse(1);
            prop_assert_eq!(bits(&got.value()), bits(&want.value()));
        }
    }
}

#[test]
fn nothing_to_read_leaves_the_state_as_it_was() {
    for layer in layers(3, 4) {
        let tape = Tape::new();
        for (n, steps) in [(2, 0), (0, 3), (0, 0)] {
            let x = tape.variable(Tensor::zeros([n, steps, 3]));
            let run = layer.run(&tape, x, None, None);
            assert_eq!(run.outputs.shape().dims(), [n, steps, 4]);
            assert_eq!(run.last.value(), Tensor::zeros([n, 4]));
            let grads = (run.outputs.sum() + run.last.sum()).backward();
            assert_eq!(grads.of(x).dims(), [n, steps, 3]);
            layer.visit(&mut |param| {
                let grad = grads.param(param).expect("has a part, if of nothing");
                assert!(grad.data().iter().all(|&g| g == 0.0));
            });
        }
        // Length 0 among others: the start is handed through, and its gradient back.
        let start = tape.variable(sample([2, 4], 1));
        let has_cell = layer.step(&tape, tape.constant(Tensor::zeros([1, 3])), None);
        let state = State {
            hidden: start,
            cell: has_cell.cell.map(|_| start),
        };
        let x = tape.constant(sample([2, 3, 3], 2));
        let run = layer.run(&tape, x, Some(state), Some(&[0, 3]));
        assert_eq!(run.last.value().rows(0..1), start.value().rows(0..1));
        let grads = run.last.sum().backward();
        assert_eq!(grads.of(start).rows(0..1).data(), [1.0; 4]);
    }
}

/// No features: the state goes on alone.
#[test]
fn layers_that_see_nothing() {
    for (inputs, hidden) in [(0, 4), (0, 1), (3, 0), (0, 0)] {
        for layer in layers(inputs, hidden) {
            let tape = Tape::new();
            let x = tape.variable(sample([9, 2, inputs], 1));
            let run = layer.run(&tape, x, None, Some(&[2, 1, 0, 2, 1, 0, 2, 1, 0]));
            assert_eq!(run.outputs.shape().dims(), [9, 2, hidden]);
            let grads = (run.outputs.sum() + run.last.sum()).backward();
            assert_eq!(grads.of(x).dims(), [9, 2, inputs]);
            layer.visit(&mut |param| {
                let grad = grads.param(param).expect("has a part, if of nothing");
                assert_eq!(grad.shape(), param.value().shape());
            });
        }
    }
}

/// A mistake is reported at the learner's line, not at one of ours.
#[test]
fn the_line_of_a_mistake_is_the_callers() {
    let found = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let files = found.clone();
    let before = std::panic::take_hook();
    let this_thread = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == this_thread {
            let file = info.location().map(|place| place.file().to_string());
            files.lock().expect("not poisoned").extend(file);
        } else {
            before(info);
        }
    }));
    let mistakes: [fn(&Tape); 6] = [
        |tape| {
            let parts = [[2, 3], [3, 2]].map(|shape| tape.constant(Tensor::zeros(shape)));
            Var::stack(&parts, 0);
        },
        |tape| {
            Var::stack(&[tape.constant(Tensor::zeros([2]))], 2);
        },
        |tape| {
            let parts = [[2, 3], [3, 2]].map(|shape| tape.constant(Tensor::zeros(shape)));
            Var::concat(&parts, 0);
        },
        |tape| {
            Var::concat(&[tape.constant(Tensor::zeros([2]))], 1);
        },
        |tape| {
            tape.constant(Tensor::zeros([2])).select(0, 2);
        },
        |tape| {
            let layer = Lstm::new(3, 4, &mut nabla::rng(1));
            layer.run(tape, tape.constant(Tensor::zeros([2, 3])), None, None);
        },
    ];
    for mistake in mistakes {
        let tape = Tape::new();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| mistake(&tape)));
        assert!(outcome.is_err());
    }
    drop(std::panic::take_hook());
    assert_eq!(*found.lock().expect("not poisoned"), vec![file!(); 6]);
}

#[test]
fn a_bidirectional_layer_sees_both_sides() {
    let mut rng = nabla::rng(1);
    let layer = Bidirectional::new(Lstm::new(3, 4, &mut rng), Lstm::new(3, 4, &mut rng));
    let tape = Tape::new();
    let x = tape.constant(sample([2, 5, 3], 1));
    let run = layer.run(&tape, x, Some(&[5, 3]));
    assert_eq!(run.outputs.shape().dims(), [2, 5, 8]);
    assert_eq!(layer.forward(&tape, x).shape().dims(), [2, 5, 8]);
    let (outputs, last) = (run.outputs.value(), run.last.value());
    for j in 0..4 {
        // The one way ends at each row's last step, the other at the first.
        assert_eq!(last.at(&[1, j]), outputs.at(&[1, 2, j]));
        assert_eq!(last.at(&[1, 4 + j]), outputs.at(&[1, 0, 4 + j]));
    }
    assert_eq!(
        names(&layer),
        [
            "forward.w_x",
            "forward.w_h",
            "forward.b",
            "backward.w_x",
            "backward.w_h",
            "backward.b"
        ]
    );
}

#[test]
fn first_weights_are_what_they_say() {
    let lstm = Lstm::new(3, 20, &mut nabla::rng(4));
    let bias = lstm.b.value().data();
    assert!(bias[20..40].iter().all(|&b| b == 1.0));
    assert_eq!(bias.iter().sum::<f32>(), 20.0);
    assert_eq!(lstm.forget_bias(0.0).b.value().data(), [0.0; 80]);
    // Each block Q of W_h: QᵀQ = 1.
    let gru = Gru::new(3, 20, &mut nabla::rng(4));
    let w = gru.w_h.value();
    for gate in 0..3 {
        for (i, j) in (0..20).flat_map(|i| (0..=i).map(move |j| (i, j))) {
            let column = |c: usize| (0..20).map(move |r| f64::from(w.at(&[r, gate * 20 + c])));
            let dot: f64 = column(i).zip(column(j)).map(|(a, b)| a * b).sum();
            assert!((dot - f64::from(u8::from(i == j))).abs() < 1e-6, "{i} {j}");
        }
    }
}

/// A model that reads letters, as a struct of its own.
struct Reader {
    letters: Embedding,
    memory: Gru,
}
nabla::parts!(Reader { letters, memory });

#[test]
fn a_reader_goes_into_a_file_and_comes_back() {
    let reader = |seed| {
        let mut rng = nabla::rng(seed);
        Reader {
            letters: Embedding::new(5, 3, Init::Normal(1.0), &mut rng),
            memory: Gru::new(3, 4, &mut rng),
        }
    };
    let (one, mut other) = (reader(1), reader(2));
    assert_eq!(
        names(&one),
        [
            "letters.table",
            "memory.w_x",
            "memory.w_h",
            "memory.b_x",
            "memory.b_h"
        ]
    );
    let read = |reader: &Reader| {
        let tape = Tape::new();
        let x = reader
            .letters
            .forward(&tape, &Tokens::new(&[0, 4, 2, 1], [2, 2], 5));
        bits(&reader.memory.forward(&tape, x).value())
    };
    assert_ne!(read(&one), read(&other));
    let name = format!("nabla-reader-{}.safetensors", std::process::id());
    let file = std::env::temp_dir().join(name);
    save(&one, &file).expect("a scratch file");
    load(&mut other, &file).expect("what was just written");
    std::fs::remove_file(&file).expect("it is ours");
    assert_eq!(read(&one), read(&other));
}

#[test]
fn the_summary_counts_both_ways() {
    let mut rng = nabla::rng(1);
    let lstm = Lstm::new(3, 5, &mut rng).reversed();
    assert!(summary(&lstm, [7, 3]).contains("Lstm, reversed  [7, 5]         180"));
    let both = Bidirectional::new(Rnn::new(3, 5, &mut rng), Rnn::new(3, 5, &mut rng));
    assert!(summary(&both, [7, 3]).contains("Bidirectional, Rnn  [7, 10]          90"));
}
