//! Cases: parts of tensors, letters, recurrent networks, and draws.

use super::cases::Table;
use nabla::rnn::{Reading, Run};
use nabla::{Tensor, Tokens, Var};

pub fn sequences(table: &mut Table) {
    parts(table);
    draws(table);
    letters(table);
    recurrent(table);
}

fn parts(table: &mut Table) {
    for shape in [[5, 3, 4], [131, 67, 3], [2, 1, 7]] {
        let shapes = [&shape[..]];
        for (axis, len) in shape.into_iter().enumerate() {
            table.add("Slice", format!("axis {axis}"), &shapes, move |v, _| {
                // The parts overlap, and the last one is empty.
                let [a, b] = [0..len, len / 2..len].map(|range| v[0].slice(axis, range).square());
                a.sum() + b.sum() * 3.0 + v[0].slice(axis, len..len).sum()
            });
            table.add(
                "Slice",
                format!("select({axis}, …)"),
                &shapes,
                move |v, _| v[0].select(axis, len - 1) * v[0].select(axis, 0),
            );
            table.add("Reverse", format!("axis {axis}"), &shapes, move |v, _| {
                v[0].reverse(axis)
            });
            table.add(
                "Concat",
                format!("stack, axis {axis}"),
                &shapes,
                move |v, _| Var::stack(&[v[0], v[0].square(), v[0]], axis),
            );
        }
    }
    table.add("Slice", "of nothing", &[&[0, 3]], |v, _| {
        v[0].slice(1, 1..2)
    });
    table.add("Reverse", "of nothing", &[&[2, 0, 3]], |v, _| {
        v[0].reverse(1)
    });
}

fn draws(table: &mut Table) {
    for shape in [&[3, 2][..], &[131, 67], &[5, 3, 2, 7], &[1, 1]] {
        let shapes = [shape; 2];
        let drawn = table.add("Reparameterize", "reparameterize", &shapes, |v, _| {
            v[0].reparameterize(v[1]) * v[0].reparameterize(v[1])
        });
        drawn.training = true;
        table.add("GaussianKl", "gaussian_kl", &shapes, |v, _| {
            v[0].gaussian_kl(v[1]) * 3.0
        });
    }
    table
        .add("Reparameterize", "noise alone", &[&[1]], |v, d| {
            // The first choice goes to the operation, whose name is looked for; the second to noise.
            v[0].reparameterize(v[0]) * v[0].tape().normal_on([70_000], d)
        })
        .training = true;
}

/// `[N, T]` letters of an alphabet, the last of which never occurs.
fn text(n: usize, steps: usize, vocabulary: usize) -> Tokens {
    let ids: Vec<u32> = (0..n * steps)
        .map(|i| ((i * i + 3 * i) % (vocabulary - 1)) as u32)
        .collect();
    Tokens::new(&ids, [n, steps], vocabulary)
}

fn letters(table: &mut Table) {
    for [n, steps, vocabulary, width] in [[3, 4, 7, 5], [32, 64, 64, 64], [2, 3, 300, 1]] {
        let tokens = text(n, steps, vocabulary);
        let shape = [vocabulary, width];
        let case = table.add("Embedding", "embedding", &[&shape], move |v, _| {
            v[0].embedding(&tokens)
        });
        case.tolerance = 1e-4;
    }
    let single = Tokens::new(&[2, 0, 2], [3], 4);
    table.add("Embedding", "without steps", &[&[4, 5]], move |v, _| {
        v[0].embedding(&single)
    });
    let none = Tokens::new(&[], [0, 4], 3);
    table.add("Embedding", "of nothing", &[&[3, 5]], move |v, _| {
        v[0].embedding(&none)
    });
}

/// All results in one.
fn together<'t>(run: Run<'t>, with_cell: bool) -> Var<'t> {
    let [n, steps, hidden] = *run.outputs.shape().dims() else {
        panic!("outputs are [N, T, H]");
    };
    let outputs = run.outputs.reshape([n, steps * hidden]);
    let cell = run.cell.filter(|_| with_cell);
    let parts: Vec<Var> = [outputs, run.last].into_iter().chain(cell).collect();
    Var::concat(&parts, 1)
}

/// One of the three kinds: its blocks of weights, and how it is run.
struct Kind {
    op: &'static str,
    name: &'static str,
    gates: usize,
    /// Beside x, W_x and W_h: the biases, then the state.
    biases: usize,
    run: for<'t> fn(&[Var<'t>], Option<&[Var<'t>]>, Reading<'_>) -> Run<'t>,
    step: for<'t> fn(&[Var<'t>], &[Var<'t>]) -> Var<'t>,
}

const KINDS: [Kind; 3] = [
    Kind {
        op: "Rnn",
        name: "rnn",
        gates: 1,
        biases: 1,
        run: |v, start, reading| v[0].rnn(start.map(|s| s[0]), v[1], v[2], v[3], reading),
        step: |v, s| v[0].rnn_cell(s[0], v[1], v[2], v[3]),
    },
    Kind {
        op: "Lstm",
        name: "lstm",
        gates: 4,
        biases: 1,
        run: |v, start, reading| v[0].lstm(start.map(|s| (s[0], s[1])), v[1], v[2], v[3], reading),
        step: |v, s| {
            let (h, c) = v[0].lstm_cell((s[0], s[1]), v[1], v[2], v[3]);
            h * 2.0 + c
        },
    },
    Kind {
        op: "Gru",
        name: "gru",
        gates: 3,
        biases: 2,
        run: |v, start, reading| v[0].gru(start.map(|s| s[0]), v[1], v[2], v[3], v[4], reading),
        step: |v, s| v[0].gru_cell(s[0], v[1], v[2], v[3], v[4]),
    },
];

fn recurrent(table: &mut Table) {
    for kind in KINDS {
        let states = if kind.name == "lstm" { 2 } else { 1 };
        for [n, steps, inputs, hidden] in [[3, 4, 2, 5], [33, 9, 7, 64], [1, 1, 3, 1], [2, 0, 3, 4]]
        {
            let columns = kind.gates * hidden;
            let (x, state) = ([n, steps, inputs], [n, hidden]);
            let weights: [&[usize]; 4] = [
                &[inputs, columns],
                &[hidden, columns],
                &[columns],
                &[columns],
            ];
            let shapes: Vec<&[usize]> = [&x[..]]
                .into_iter()
                .chain(weights[..2 + kind.biases].iter().copied())
                .chain(vec![&state[..]; states])
                .collect();
            let whole = 3 + kind.biases;
            let lengths: Vec<usize> = (0..n).map(|i| (5 * i + 2) % (steps + 1)).collect();
            for (how, reversed, with_lengths) in [
                ("", false, false),
                (", backwards", true, false),
                (", lengths", false, true),
                (", lengths, backwards", true, true),
            ] {
                let (run, lengths) = (kind.run, lengths.clone());
                let name = format!("{}{how}", kind.name);
                let case = table.add(kind.op, name, &shapes, move |v, _| {
                    let mut reading = Reading::new();
                    if with_lengths {
                        reading = reading.lengths(&lengths);
                    }
                    if reversed {
                        reading = reading.reversed();
                    }
                    together(run(&v[..whole], Some(&v[whole..]), reading), true)
                });
                tame(case, 1e-4);
            }
            let (run, name) = (kind.run, format!("{}, from zero", kind.name));
            let case = table.add(kind.op, name, &shapes[..whole], move |v, _| {
                together(run(v, None, Reading::new()), false)
            });
            tame(case, 1e-4);
            let (run, name) = (kind.run, format!("{}, the last alone", kind.name));
            let case = table.add(kind.op, name, &shapes[..whole], move |v, _| {
                run(v, None, Reading::new()).last
            });
            tame(case, 1e-4);
            let step = kind.step;
            let mut single = shapes.clone();
            let first = [n, inputs];
            single[0] = &first;
            let name = format!("{}_cell", kind.name);
            let case = table.add(kind.op, name, &single, move |v, _| {
                step(&v[..whole], &v[whole..])
            });
            tame(case, 1e-4);
        }
    }
}

/// Weights this large would let a recurrent network run into its ends, where no gradient is left.
fn tame(case: &mut super::cases::Operation, tolerance: f32) {
    case.tolerance = tolerance;
    for weight in &mut case.inputs[1..3] {
        let rows = weight.dims()[0].max(1) as f32;
        let numbers = weight.data().iter().map(|x| x / rows.sqrt()).collect();
        *weight = Tensor::from_vec(numbers, weight.shape());
    }
}
