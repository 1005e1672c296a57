//! After the first step, training asks the system for no memory, on any thread.

mod networks;

use nabla::gradcheck::sample;
use nabla::optim::{Adam, AdamW, Group, Momentum, Optimizer, Sgd};
use nabla::rnn::{Bidirectional, Gru};
use nabla::{
    Activation, Conv1d, Conv2d, ConvTranspose2d, Heads, Init, Labels, Linear, Module, Padding,
    Sequential, Sparse, Tape, Tensor, Tokens, Upsample2d, Var, Window,
};
use networks::letters::{TEXTS, reader, reading_step, stack, texts};
use networks::painter::{painter, painting_step};
use networks::{BATCH, NETWORKS, Network, data, picture_step, pictures, step};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static COUNTER: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Batches of one epoch over `count` examples: an index list cut in pieces, the last one short.
fn epoch(order: &[usize], batch: usize) -> impl Iterator<Item = &[usize]> {
    order.chunks(batch)
}

/// How often the system was asked for memory in each of `epochs` epochs of a dense network.
fn requests(network: Network, examples: usize, epochs: usize) -> Vec<usize> {
    let (mut model, mut optimizer) = (network.model(), network.optimizer());
    let data = data(examples);
    counted(examples, epochs, |rows| {
        step(&mut model, optimizer.as_mut(), &data, rows)
    })
}

/// The same of a network that sees pictures.
fn picture_requests(examples: usize, epochs: usize) -> Vec<usize> {
    let (mut model, mut optimizer) = (pictures(), Momentum::new(0.01, 0.9));
    let (data, mut rng) = (data(examples), nabla::rng(3));
    counted(examples, epochs, |rows| {
        picture_step(&mut model, &mut optimizer, &data, rows, &mut rng)
    })
}

fn counted(examples: usize, epochs: usize, mut step: impl FnMut(&[usize]) -> f32) -> Vec<usize> {
    // Any order that is not the identity: stride and count share no factor.
    let order: Vec<usize> = (0..examples).map(|i| i * 37 % examples).collect();
    let mut counts = Vec::with_capacity(epochs);
    for _ in 0..epochs {
        let region = Region::new(COUNTER);
        for rows in epoch(&order, BATCH) {
            assert!(step(rows).is_finite());
        }
        let change = region.change();
        counts.push(change.allocations + change.reallocations);
    }
    counts
}

/// Every kind of convolution once: a first layer, a wide window, Winograd's method, a stride, and back
/// up again. Returns how often the system was asked for memory in each step.
fn requests_of_convolutions(steps: usize) -> Vec<usize> {
    let mut rng = nabla::rng(7);
    let same = Window::new(5).padding(Padding::Same);
    let mut model = Sequential::new()
        .push(Conv2d::new(1, 16, Window::new(3), Init::He, &mut rng).activation(Activation::Relu))
        .push(Conv2d::new(16, 16, same, Init::He, &mut rng).activation(Activation::Tanh))
        .push(Conv2d::new(16, 32, Window::new(3), Init::He, &mut rng).without_bias())
        .push(Conv2d::new(
            32,
            8,
            Window::new(3).stride(2),
            Init::He,
            &mut rng,
        ))
        .push(Conv2d::new(
            8,
            8,
            Window::new(3).dilation(2).groups(8).padding(Padding::Same),
            Init::He,
            &mut rng,
        ))
        .push(Conv2d::new(
            8,
            6,
            Window::new(2).dilation([1, 2]).groups(2),
            Init::He,
            &mut rng,
        ))
        .push(Upsample2d::new([1, 2]))
        .push(ConvTranspose2d::new(
            6,
            2,
            same.stride(2),
            Init::He,
            &mut rng,
        ));
    let window = Window::new(3).dilation(2);
    let along = Conv1d::new(5, 4, window, Init::He, &mut rng);
    let images = sample([19, 16, 15, 1], 1);
    let sequences = sample([19, 16, 5], 2);
    let mut optimizer = Sgd::new(0.01);
    let mut counts = Vec::with_capacity(steps);
    for _ in 0..steps {
        let region = Region::new(COUNTER);
        let tape = Tape::new();
        let y = model.forward(&tape, tape.constant(images.clone()));
        let along = along.forward(&tape, tape.constant(sequences.clone()));
        let grads = (y.square().mean() + along.square().mean()).backward();
        drop(tape);
        optimizer.step(&mut model, &grads);
        let change = region.change();
        counts.push(change.allocations + change.reallocations);
    }
    counts
}

/// Every loss, and every kind of sum, of numbers enough for all threads.
fn requests_of_losses(steps: usize) -> Vec<usize> {
    let numbers = sample([40, 30, 40, 3], 1);
    let chances = numbers.data().iter().map(|x| (x + 1.5) / 3.0).collect();
    let target = Tensor::from_vec(chances, numbers.shape());
    let ids: Vec<u8> = (0..40 * 30 * 40).map(|i| (i % 4) as u8).collect();
    let labels = Labels::ignoring(&ids, 3, 3);
    let weights: Vec<f32> = ids.iter().map(|&id| f32::from(id) - 0.5).collect();
    let mut counts = Vec::with_capacity(steps);
    for _ in 0..steps {
        let region = Region::new(COUNTER);
        let tape = Tape::new();
        let x = tape.variable(numbers.clone());
        let small = tape.variable(Tensor::ones([30, 1, 3]));
        let y = x * small;
        let of_all = y.mse(&target)
            + y.mae(&target)
            + y.log_softmax().kl(&target)
            + y.sigmoid_cross_entropy(&target)
            + y.bernoulli_loss(&target)
            + y.gaussian_kl(x)
            + y.softmax_cross_entropy(&labels)
            + y.weighted_softmax_cross_entropy(&labels, &weights)
            + y.sum()
            + y.reshape([48_000, 3]).mean_axis(0).sum();
        let of_each = y.mse_each(&target)
            + y.mae_each(&target)
            + y.log_softmax().kl_each(&target)
            + y.sigmoid_cross_entropy_each(&target)
            + y.bernoulli_loss_each(&target);
        let of_pixels = y.softmax_cross_entropy_each(&labels).sum_axis(2).mean();
        let grads = (of_all + of_each.mean() + of_pixels).backward();
        drop(grads);
        drop(tape);
        let change = region.change();
        counts.push(change.allocations + change.reallocations);
    }
    counts
}

/// The same of one that draws.
fn requests_of_a_painter(examples: usize, epochs: usize) -> Vec<usize> {
    let (mut painter, mut adam) = (painter(), Adam::new(0.001));
    let (data, mut rng) = (data(examples), nabla::rng(3));
    counted(examples, epochs, |rows| {
        painting_step(&mut painter, &mut adam, &data, rows, &mut rng)
    })
}

/// The same of networks that read: letters, and texts of uneven lengths.
fn requests_of_readers(steps: usize) -> [usize; 2] {
    let (mut reader, mut adam) = (reader(), Adam::new(0.001));
    let texts = texts(TEXTS);
    let (mut stack, mut sgd) = (stack(), Sgd::new(0.1));
    let (x, ends) = (sample([19, 7, 5], 1), [4; 19].map(|n| n + 3));
    let mut late = [0; 2];
    for i in 0..steps {
        let mut count = |which: usize, step: &mut dyn FnMut() -> f32| {
            let region = Region::new(COUNTER);
            assert!(step().is_finite());
            let change = region.change();
            late[which] += usize::from(i > 0) * (change.allocations + change.reallocations);
        };
        count(0, &mut || reading_step(&mut reader, &mut adam, &texts));
        count(1, &mut || stack.step(&mut sgd, &x, &ends));
    }
    late
}

/// The same of a network that draws for one that judges and is held, its gradients summed over two tapes,
/// with a rate of its own for a part.
fn requests_of_a_forger(steps: usize) -> Vec<usize> {
    let mut rng = nabla::rng(7);
    let mut layer = |i, o| Linear::new(i, o, Init::He, &mut rng).activation(Activation::Tanh);
    let mut forger = Sequential::new().push(layer(16, 40)).push(layer(40, 30));
    let judge = Sequential::new().push(layer(30, 40)).push(layer(40, 1));
    let mut optimizer = AdamW::new(0.01).group(&forger[1], Group::new().rate(0.5));
    let noise = [sample([19, 16], 1), sample([19, 16], 2)];
    let mut counts = Vec::with_capacity(steps);
    for _ in 0..steps {
        let region = Region::new(COUNTER);
        let half = |noise: &Tensor| {
            let tape = Tape::new();
            tape.hold(&judge);
            let drawn = forger.forward(&tape, tape.constant(noise.clone()));
            judge.forward(&tape, drawn).square().mean().backward()
        };
        let mut grads = half(&noise[0]);
        grads.accumulate(&half(&noise[1]));
        grads.scale(0.5);
        optimizer.step(&mut forger, &grads);
        drop(grads);
        let change = region.change();
        counts.push(change.allocations + change.reallocations);
    }
    counts
}

/// The same of attention with a mask that is learned, of concat and stack, of layers that read both ways, and of what
/// graphs and play need. Nothing is learned: only memory is looked at.
fn requests_of_attention(steps: usize) -> usize {
    let ids: Vec<u32> = (0..19).map(|i| i * i % 7).collect();
    let (nodes, actions) = (Tokens::new(&ids, [19], 19), Labels::from_ids(&ids, 7));
    let sparse = Sparse::new([4, 19], &[(1, 3, 2.0), (3, 18, -1.0), (1, 0, 0.5)]);
    let [x, y, bias] = [&[19, 6, 5][..], &[19, 6, 5], &[6, 6]].map(|shape| sample(shape, 1));
    let (condition, packed) = (Tensor::causal_mask(6), sample([19, 70, 96], 2));
    let both = Bidirectional::new(
        Gru::new(5, 4, &mut nabla::rng(1)),
        Gru::new(5, 4, &mut nabla::rng(2)),
    );
    let mut late = 0;
    for i in 0..steps {
        let region = Region::new(COUNTER);
        {
            let tape = Tape::new();
            let [x, y, bias, packed] = [&x, &y, &bias, &packed].map(|t| tape.variable(t.clone()));
            let p = x
                .matmul_t(y)
                .softmax_masked(bias)
                .where_cond(&condition, bias);
            let seen = p.matmul(y.gelu()).swap_axes(1, 2).swap_axes(1, 2).silu();
            let parts = [seen, x.maximum(y), y.clamp(-1.0, 1.0), x, y, x, y, x, y, x];
            let (side, above) = (Var::concat(&parts, 2), Var::stack(&parts, 1));
            let read = both.run(&tape, x, Some(&[6; 19]));
            let rows = x.max_axis(1).reshape([19, 5]);
            let graph = rows
                .gather(&nodes)
                .segment_sum(&nodes)
                .sparse_matmul(&sparse);
            let taken = Var::concat(&[rows, rows], 1).slice(1, 0..7).pick(&actions);
            let loss = side.square().mean() + above.square().mean() + read.last.square().mean();
            let heads = Heads::new(1).lengths(&[3; 19]);
            let loss = loss + x.attention(y, y, heads).sum();
            let loss = loss
                + packed
                    .self_attention(Heads::new(4).causal())
                    .square()
                    .mean();
            let loss = loss + graph.square().mean() + taken.minimum(bias.mean()).sum();
            assert!(loss.item().is_finite());
            let grads = loss.backward();
            assert!(grads.get(bias).is_some());
            assert_eq!(rows.value().argmax(1).len(), 19);
        }
        let change = region.change();
        late += usize::from(i > 0) * (change.allocations + change.reallocations);
    }
    late
}

/// The bytes that attention over `steps` places asks for, forward and back, the first time.
fn bytes_of_attention(steps: usize) -> usize {
    let packed = sample([1, steps, 3 * 16], 1);
    let region = Region::new(COUNTER);
    let tape = Tape::new();
    let packed = tape.variable(packed);
    let y = packed.self_attention(Heads::new(2).causal());
    let grads = y.square().sum().backward();
    assert!(grads.of(packed).data().iter().all(|x| x.is_finite()));
    region.change().bytes_allocated
}

/// Twice as many places cost twice the memory, not four times. (Their scores, had they been kept, were 128 MiB.)
fn attention_takes_memory_for_its_rows_alone() {
    let (once, twice) = (bytes_of_attention(2048), bytes_of_attention(4096));
    assert!(
        twice < once * 21 / 10 && twice < 4 << 20,
        "attention over 2,048 places: {once} bytes, over 4,096: {twice}"
    );
    println!("attention over 4,096 places: {twice} bytes, over 2,048: {once} ... ok");
}

/// Without the test harness: the counter counts every thread, and the harness has one of its own.
fn main() {
    let region = Region::new(COUNTER);
    drop(std::hint::black_box(vec![1_u8; 100]));
    assert_eq!(region.change().allocations, 1, "the counter counts");

    attention_takes_memory_for_its_rows_alone();
    for threads in [1, 2, 3] {
        nabla::set_threads(threads);
        let mut late = 0;
        for network in NETWORKS {
            // One full batch an epoch: an epoch is a step.
            late += requests(network, BATCH, 12)[1..].iter().sum::<usize>();
            // Two full batches and a short one.
            late += requests(network, 2 * BATCH + 45, 5)[1..]
                .iter()
                .sum::<usize>();
            assert!(
                late == 0,
                "{}, {threads} threads: {late} requests for memory after the first step or epoch",
                network.name
            );
        }
        for (examples, epochs) in [(BATCH, 6), (2 * BATCH + 45, 3)] {
            let late: usize = requests_of_a_painter(examples, epochs)[1..].iter().sum();
            assert!(
                late == 0,
                "a painter, {threads} threads: {late} requests for memory after the first step or epoch"
            );
            let late: usize = picture_requests(examples, epochs)[1..].iter().sum();
            assert!(
                late == 0,
                "pictures, {threads} threads: {late} requests for memory after the first step or epoch"
            );
        }
        late += requests_of_convolutions(6)[1..].iter().sum::<usize>();
        assert!(
            late == 0,
            "convolutions, {threads} threads: {late} requests for memory after the first step"
        );
        let forger: usize = requests_of_a_forger(5)[1..].iter().sum();
        assert!(
            forger == 0,
            "a forger, {threads} threads: {forger} requests for memory after the first step"
        );
        late += requests_of_losses(5)[1..].iter().sum::<usize>();
        assert!(
            late == 0,
            "losses, {threads} threads: {late} requests for memory after the first step"
        );
        let readers = requests_of_readers(5);
        assert!(
            readers == [0, 0],
            "readers, {threads} threads: {readers:?} requests for memory after the first step"
        );
        late += requests_of_attention(5);
        assert!(
            late == 0,
            "attention, {threads} threads: {late} requests for memory after the first step"
        );
        println!("{threads} threads: {late} requests for memory after the first step ... ok");
    }
}
