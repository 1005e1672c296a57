//! How fast the kernels are, and a whole step of training: `cargo bench -p nabla`.
//!
//! Products are given in floating-point operations (2·m·n·k of them), so `Gelem/s` reads as
//! GFLOP/s; elementwise kernels in numbers, training in examples.

#[path = "../../tests/networks/mod.rs"]
mod networks;
mod stopwatch;

use nabla::{
    Activation, Grads, Gru, Lstm, Padding, Recurrent, Rnn, Tape, Tensor, Var, Window,
    gradcheck::sample,
};
use networks::{BATCH, NETWORKS, data, letters, painter, step};
use std::hint::black_box;
use stopwatch::Stopwatch;

/// The products of the digits lesson, `[m, k]·[k, n]`: forward, and the two of a backward pass.
fn products(watch: &Stopwatch) {
    for [m, k, n] in [[128, 784, 512], [128, 512, 512], [128, 784, 10]] {
        let (work, size) = (2 * m * k * n, format!("{m}x{k}x{n}"));
        let (x, w, dy) = (sample([m, k], 1), sample([k, n], 2), sample([m, n], 3));
        watch.time(&format!("matmul/y = x·W/{size}"), work, || {
            let tape = Tape::new();
            tape.constant(x.clone())
                .matmul(tape.constant(w.clone()))
                .value()
        });
        // The whole backward pass of Σ dy ⊙ (x·W), less what is not the product's.
        watch.time(
            &format!("matmul/y, then dW = xᵀ·dy/{size}"),
            work,
            || {
                through(&x, &w, &dy, false, true);
            },
        );
        watch.time(
            &format!("matmul/y, then dx = dy·Wᵀ/{size}"),
            work,
            || {
                through(&x, &w, &dy, true, false);
            },
        );
    }
}

/// x·W and the gradients of Σ dy ⊙ (x·W) that are asked for.
fn through(x: &Tensor, w: &Tensor, dy: &Tensor, wants_x: bool, wants_w: bool) {
    let tape = Tape::new();
    let (x, w) = (leaf(&tape, x, wants_x), leaf(&tape, w, wants_w));
    let y = x.matmul(w) * tape.constant(dy.clone());
    black_box(y.sum().backward());
}

/// The convolutions of the picture networks, all passes, beside a product of as many operations.
fn convolutions(watch: &Stopwatch) {
    let wide = Window::new(5).padding(Padding::Same);
    for (n, side, inputs, outputs, window) in [
        (32, 28, 1, 32, Window::new(3)),
        (32, 26, 32, 64, Window::new(3)),
        (50, 28, 1, 32, wide),
        (50, 14, 32, 64, wide),
    ] {
        let [kh, kw] = window.size;
        let [height, width] = window.output([side; 2]);
        let (m, k) = (n * height * width, kh * kw * inputs);
        let work = 2 * m * k * outputs;
        let x = sample([n, side, side, inputs], 1);
        let w = sample([kh, kw, inputs, outputs], 2);
        let dy = sample([n, height, width, outputs], 3);
        let size = format!("{n}x{side}x{side}x{inputs}, {kh}x{kw} to {outputs}");
        watch.time(&format!("conv2d/y = x ∗ w/{size}"), work, || {
            let tape = Tape::new();
            let (x, w) = (tape.constant(x.clone()), tape.constant(w.clone()));
            x.conv2d_no_bias(w, window, Activation::Identity).value()
        });
        for (name, wants_x, wants_w) in [("y, then dw", false, true), ("y, then dx", true, false)] {
            watch.time(&format!("conv2d/{name}/{size}"), work, || {
                let tape = Tape::new();
                let x = leaf(&tape, &x, wants_x);
                let w = leaf(&tape, &w, wants_w);
                let y = x.conv2d_no_bias(w, window, Activation::Identity);
                (y * tape.constant(dy.clone())).sum().backward()
            });
        }
        let (rows, weight) = (sample([m, k], 4), sample([k, outputs], 5));
        watch.time(
            &format!("conv2d/a product of that size/{size}"),
            work,
            || {
                let tape = Tape::new();
                let (x, w) = (tape.constant(rows.clone()), tape.constant(weight.clone()));
                x.matmul(w).value()
            },
        );
    }
}

fn leaf<'t>(tape: &'t Tape, t: &Tensor, wanted: bool) -> Var<'t> {
    if wanted {
        tape.variable(t.clone())
    } else {
        tape.constant(t.clone())
    }
}

fn elementwise(watch: &Stopwatch) {
    let x = sample([BATCH, 512], 4);
    for (name, activation) in [
        ("relu", Activation::Relu),
        ("sigmoid", Activation::Sigmoid),
        ("tanh", Activation::Tanh),
        ("elu", Activation::Elu(1.0)),
    ] {
        watch.time(&format!("elementwise/{name}"), x.len(), || {
            let tape = Tape::new();
            tape.constant(x.clone()).activate(activation).value()
        });
    }
    watch.time("elementwise/x + y", x.len(), || {
        let tape = Tape::new();
        let x = tape.constant(x.clone());
        (x + x).value()
    });
    let row = sample([512], 5);
    watch.time("elementwise/x + row", x.len(), || {
        let tape = Tape::new();
        (tape.constant(x.clone()) + tape.constant(row.clone())).value()
    });
}

fn softmax(watch: &Stopwatch) {
    for columns in [10, 512] {
        let x = sample([BATCH, columns], 6);
        watch.time(&format!("softmax/{columns}"), x.len(), || {
            let tape = Tape::new();
            tape.constant(x.clone()).softmax().value()
        });
    }
}

/// Forward and backward from one tensor.
type Pass<'a> = &'a dyn Fn(Var<'_>) -> Grads;

/// What stands between the convolutions of the pictures lab, forward and backward, on its sizes.
fn between(watch: &Stopwatch) {
    let two = Window::new(2).stride(2);
    let norm = |x: Var<'_>| {
        let channels = x.shape().last();
        let [one, zero] = [1.0, 0.0].map(|v| x.tape().variable(Tensor::full([channels], v)));
        x.batch_norm(one, zero, 1e-5).sum().backward()
    };
    let run: [(&str, [usize; 4], Pass); 5] = [
        ("sum alone", [32, 24, 24, 64], &|x| x.sum().backward()),
        ("max pool", [32, 24, 24, 64], &|x| {
            x.max_pool2d(two).sum().backward()
        }),
        ("mean pool", [32, 24, 24, 64], &|x| {
            x.avg_pool2d(two).sum().backward()
        }),
        ("dropout", [32, 12, 12, 64], &|x| {
            x.dropout(0.25).sum().backward()
        }),
        ("batch norm", [32, 26, 26, 32], &norm),
    ];
    for (name, shape, step) in run {
        let (x, mut rng) = (sample(shape, 7), nabla::rng(1));
        watch.time(&format!("between convolutions/{name}"), x.len(), || {
            let tape = Tape::training(&mut rng);
            step(tape.variable(x.clone()))
        });
    }
}

/// One step: cut out a batch, forward, backward, optimiser.
fn training(watch: &Stopwatch) {
    let data = data(4 * BATCH);
    let order: Vec<usize> = (0..4 * BATCH).map(|i| i * 37 % (4 * BATCH)).collect();
    for network in NETWORKS {
        let (mut model, mut optimizer) = (network.model(), network.optimizer());
        let mut batches = order.chunks(BATCH).cycle();
        watch.time(&format!("training step/{}", network.name), BATCH, || {
            let rows = batches.next().expect("a cycle does not end");
            step(&mut model, optimizer.as_mut(), &data, rows)
        });
    }
    let (mut painter, mut adam) = (painter::painter(), nabla::optim::Adam::new(0.001));
    let (mut batches, mut rng) = (order.chunks(BATCH).cycle(), nabla::rng(1));
    watch.time("training step/784-400-20-400-784, drawing", BATCH, || {
        let rows = batches.next().expect("a cycle does not end");
        painter::painting_step(&mut painter, &mut adam, &data, rows, &mut rng)
    });
    let (mut reader, mut adam) = (letters::reader(), nabla::optim::Adam::new(0.001));
    let texts = letters::texts(letters::TEXTS);
    let name = "training step of a reader/letters, lstm 128";
    watch.time(name, texts.0.len(), || {
        letters::reading_step(&mut reader, &mut adam, &texts)
    });
}

/// The way through 32 sequences of 64 steps and back, 64 numbers in, 128 remembered; and one step.
fn recurrent(watch: &Stopwatch) {
    let mut rng = nabla::rng(1);
    let layers: [(&str, Box<dyn Recurrent>); 3] = [
        ("rnn", Box::new(Rnn::new(64, 128, &mut rng))),
        ("lstm", Box::new(Lstm::new(64, 128, &mut rng))),
        ("gru", Box::new(Gru::new(64, 128, &mut rng))),
    ];
    for (name, layer) in layers {
        for steps in [64, 1] {
            let x = sample([32, steps, 64], 1);
            let name = format!("recurrent/{name}/{steps} steps");
            watch.time(&name, 32 * steps, || {
                let tape = Tape::new();
                let x = tape.variable(x.clone());
                layer.forward(&tape, x).square().mean().backward()
            });
        }
    }
}

fn main() {
    let watch = Stopwatch::new();
    products(&watch);
    convolutions(&watch);
    between(&watch);
    elementwise(&watch);
    softmax(&watch);
    recurrent(&watch);
    training(&watch);
}
