//! How fast the kernels are, and a whole step of training: `cargo bench -p nabla`.
//!
//! Products are given in floating-point operations (2·m·n·k of them), so `Gelem/s` reads as
//! GFLOP/s; elementwise kernels in numbers, training in examples.

#[path = "../tests/networks/mod.rs"]
mod networks;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use nabla::rnn::{Gru, Lstm, Recurrent, Rnn};
use nabla::{Activation, Grads, Padding, Tape, Tensor, Var, Window, gradcheck::sample};
use networks::{BATCH, NETWORKS, data, letters, painter, step};
use std::hint::black_box;

/// The products of the digits lesson, `[m, k]·[k, n]`: forward, and the two of a backward pass.
fn products(c: &mut Criterion) {
    let mut group = c.benchmark_group("matmul");
    for [m, k, n] in [[128, 784, 512], [128, 512, 512], [128, 784, 10]] {
        group.throughput(Throughput::Elements(2 * (m * k * n) as u64));
        let (x, w, dy) = (sample([m, k], 1), sample([k, n], 2), sample([m, n], 3));
        let size = format!("{m}x{k}x{n}");
        group.bench_function(BenchmarkId::new("y = x·W", &size), |b| {
            b.iter(|| {
                let tape = Tape::new();
                tape.constant(x.clone())
                    .matmul(tape.constant(w.clone()))
                    .value()
            });
        });
        // The whole backward pass of Σ dy ⊙ (x·W), less what is not the product's.
        group.bench_function(BenchmarkId::new("y, then dW = xᵀ·dy", &size), |b| {
            b.iter(|| through(&x, &w, &dy, false, true));
        });
        group.bench_function(BenchmarkId::new("y, then dx = dy·Wᵀ", &size), |b| {
            b.iter(|| through(&x, &w, &dy, true, false));
        });
    }
    group.finish();
}

/// x·W and the gradients of Σ dy ⊙ (x·W) that are asked for.
fn through(x: &Tensor, w: &Tensor, dy: &Tensor, wants_x: bool, wants_w: bool) {
    let tape = Tape::new();
    let (x, w) = (leaf(&tape, x, wants_x), leaf(&tape, w, wants_w));
    let y = x.matmul(w) * tape.constant(dy.clone());
    black_box(y.sum().backward());
}

/// The convolutions of the picture networks, all passes, beside a product of as many operations.
fn convolutions(c: &mut Criterion) {
    let mut group = c.benchmark_group("conv2d");
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
        group.throughput(Throughput::Elements(2 * (m * k * outputs) as u64));
        let x = sample([n, side, side, inputs], 1);
        let w = sample([kh, kw, inputs, outputs], 2);
        let dy = sample([n, height, width, outputs], 3);
        let size = format!("{n}x{side}x{side}x{inputs}, {kh}x{kw} to {outputs}");
        group.bench_function(BenchmarkId::new("y = x ∗ w", &size), |b| {
            b.iter(|| {
                let tape = Tape::new();
                let (x, w) = (tape.constant(x.clone()), tape.constant(w.clone()));
                x.conv2d(w, None, window, Activation::Identity).value()
            });
        });
        for (name, wants_x, wants_w) in [("y, then dw", false, true), ("y, then dx", true, false)] {
            group.bench_function(BenchmarkId::new(name, &size), |b| {
                b.iter(|| {
                    let tape = Tape::new();
                    let x = leaf(&tape, &x, wants_x);
                    let w = leaf(&tape, &w, wants_w);
                    let y = x.conv2d(w, None, window, Activation::Identity);
                    black_box((y * tape.constant(dy.clone())).sum().backward());
                });
            });
        }
        let (rows, weight) = (sample([m, k], 4), sample([k, outputs], 5));
        group.bench_function(BenchmarkId::new("a product of that size", &size), |b| {
            b.iter(|| {
                let tape = Tape::new();
                let (x, w) = (tape.constant(rows.clone()), tape.constant(weight.clone()));
                x.matmul(w).value()
            });
        });
    }
    group.finish();
}

fn leaf<'t>(tape: &'t Tape, t: &Tensor, wanted: bool) -> Var<'t> {
    if wanted {
        tape.variable(t.clone())
    } else {
        tape.constant(t.clone())
    }
}

fn elementwise(c: &mut Criterion) {
    let mut group = c.benchmark_group("elementwise");
    let x = sample([BATCH, 512], 4);
    group.throughput(Throughput::Elements(x.len() as u64));
    for (name, activation) in [
        ("relu", Activation::Relu),
        ("sigmoid", Activation::Sigmoid),
        ("tanh", Activation::Tanh),
        ("elu", Activation::Elu(1.0)),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let tape = Tape::new();
                tape.constant(x.clone()).activate(activation).value()
            });
        });
    }
    group.bench_function("x + y", |b| {
        b.iter(|| {
            let tape = Tape::new();
            let x = tape.constant(x.clone());
            (x + x).value()
        });
    });
    group.bench_function("x + row", |b| {
        let row = sample([512], 5);
        b.iter(|| {
            let tape = Tape::new();
            (tape.constant(x.clone()) + tape.constant(row.clone())).value()
        });
    });
    group.finish();
}

fn softmax(c: &mut Criterion) {
    let mut group = c.benchmark_group("softmax");
    for columns in [10, 512] {
        let x = sample([BATCH, columns], 6);
        group.throughput(Throughput::Elements(x.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(columns), |b| {
            b.iter(|| {
                let tape = Tape::new();
                tape.constant(x.clone()).softmax().value()
            });
        });
    }
    group.finish();
}

/// Forward and backward from one tensor.
type Pass<'a> = &'a dyn Fn(Var<'_>) -> Grads;

/// What stands between the convolutions of the pictures lab, forward and backward, on its sizes.
fn between(c: &mut Criterion) {
    let mut group = c.benchmark_group("between convolutions");
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
        group.throughput(Throughput::Elements(x.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| {
                let tape = Tape::training(&mut rng);
                step(tape.variable(x.clone()))
            });
        });
    }
    group.finish();
}

/// One step: cut out a batch, forward, backward, optimiser.
fn training(c: &mut Criterion) {
    let mut group = c.benchmark_group("training step");
    group.throughput(Throughput::Elements(BATCH as u64));
    let data = data(4 * BATCH);
    let order: Vec<usize> = (0..4 * BATCH).map(|i| i * 37 % (4 * BATCH)).collect();
    for network in NETWORKS {
        let (mut model, mut optimizer) = (network.model(), network.optimizer());
        let mut batches = order.chunks(BATCH).cycle();
        group.bench_function(network.name, |b| {
            b.iter(|| {
                let rows = batches.next().expect("a cycle does not end");
                step(&mut model, optimizer.as_mut(), &data, rows)
            });
        });
    }
    let (mut painter, mut adam) = (painter::painter(), nabla::optim::Adam::new(0.001));
    let (mut batches, mut rng) = (order.chunks(BATCH).cycle(), nabla::rng(1));
    group.bench_function("784-400-20-400-784, drawing", |b| {
        b.iter(|| {
            let rows = batches.next().expect("a cycle does not end");
            painter::painting_step(&mut painter, &mut adam, &data, rows, &mut rng)
        });
    });
    group.finish();
    let mut group = c.benchmark_group("training step of a reader");
    let (mut reader, mut adam) = (letters::reader(), nabla::optim::Adam::new(0.001));
    let texts = letters::texts(letters::TEXTS);
    group.throughput(Throughput::Elements(texts.0.len() as u64));
    group.bench_function("letters, lstm 128", |b| {
        b.iter(|| letters::reading_step(&mut reader, &mut adam, &texts));
    });
    group.finish();
}

/// The way through 32 sequences of 64 steps and back, 64 numbers in, 128 remembered; and one step.
fn recurrent(c: &mut Criterion) {
    let mut group = c.benchmark_group("recurrent");
    let mut rng = nabla::rng(1);
    let layers: [(&str, Box<dyn Recurrent>); 3] = [
        ("rnn", Box::new(Rnn::new(64, 128, &mut rng))),
        ("lstm", Box::new(Lstm::new(64, 128, &mut rng))),
        ("gru", Box::new(Gru::new(64, 128, &mut rng))),
    ];
    for (name, layer) in layers {
        for steps in [64, 1] {
            let id = BenchmarkId::new(name, format!("{steps} steps"));
            let x = sample([32, steps, 64], 1);
            group.throughput(Throughput::Elements((32 * steps) as u64));
            group.bench_function(id, |b| {
                b.iter(|| {
                    let tape = Tape::new();
                    let x = tape.variable(x.clone());
                    layer.forward(&tape, x).square().mean().backward()
                });
            });
        }
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(std::time::Duration::from_millis(500))
        .measurement_time(std::time::Duration::from_secs(2))
        .sample_size(30)
        .without_plots();
    targets = products, convolutions, between, elementwise, softmax, recurrent, training
}
criterion_main!(benches);
