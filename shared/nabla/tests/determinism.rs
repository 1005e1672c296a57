//! The same seed gives the same bits, whatever the number of threads.

mod networks;

use nabla::gradcheck::sample;
use nabla::optim::Momentum;
use nabla::{Activation, Heads, Labels, Padding, Parameters, Sparse, Tape, Tensor, Tokens, Window};
use networks::letters::{reader, reading_step, stack, texts};
use networks::painter::{painter, painting_step};
use networks::{BATCH, NETWORKS, Network, data, picture_step, pictures, step};

/// The number of threads belongs to the whole process: one test at a time.
static ONE_AT_A_TIME: std::sync::Mutex<()> = std::sync::Mutex::new(());

/// The bits of the losses and of all weights after five steps on `threads` threads.
fn train(network: Network, threads: usize) -> (Vec<u32>, Vec<u32>) {
    nabla::set_threads(threads);
    assert_eq!(nabla::threads(), threads);
    let (mut model, mut optimizer) = (network.model(), network.optimizer());
    let data = data(5 * BATCH);
    let order: Vec<usize> = (0..5 * BATCH).map(|i| i * 37 % (5 * BATCH)).collect();
    let losses = order
        .chunks(BATCH)
        .map(|rows| step(&mut model, optimizer.as_mut(), &data, rows).to_bits())
        .collect();
    let mut weights = Vec::new();
    model.visit(&mut |param| weights.extend(param.value().data().iter().map(|w| w.to_bits())));
    (losses, weights)
}

#[test]
fn weights_do_not_depend_on_the_number_of_threads() {
    let _alone = ONE_AT_A_TIME.lock();
    for network in NETWORKS {
        let (losses, weights) = train(network, 1);
        assert_eq!(weights.len(), network.parameters);
        assert_ne!(
            losses[0], losses[4],
            "{}: nothing was learned",
            network.name
        );
        for threads in [2, 5, 5] {
            let (again, same) = train(network, threads);
            assert_eq!(
                again, losses,
                "{}: losses on {threads} threads",
                network.name
            );
            let differ = weights.iter().zip(&same).filter(|(a, b)| a != b).count();
            assert_eq!(differ, 0, "{}: weights on {threads} threads", network.name);
        }
    }
}

/// The bits of all weights and statistics after three steps on pictures.
fn train_on_pictures(threads: usize) -> Vec<u32> {
    nabla::set_threads(threads);
    let (mut model, mut optimizer) = (pictures(), Momentum::new(0.01, 0.9));
    let (data, mut rng) = (data(3 * BATCH), nabla::rng(5));
    let order: Vec<usize> = (0..3 * BATCH).map(|i| i * 37 % (3 * BATCH)).collect();
    for rows in order.chunks(BATCH) {
        picture_step(&mut model, &mut optimizer, &data, rows, &mut rng);
    }
    let mut numbers = Vec::new();
    model.visit(&mut |param| numbers.extend(param.value().data().iter().map(|w| w.to_bits())));
    numbers
}

#[test]
fn nor_do_those_of_a_network_that_sees_pictures() {
    let _alone = ONE_AT_A_TIME.lock();
    let alone = train_on_pictures(1);
    for threads in [2, 5] {
        let differ = alone
            .iter()
            .zip(train_on_pictures(threads))
            .filter(|&(&a, b)| a != b);
        assert_eq!(differ.count(), 0, "{threads} threads");
    }
}

/// The bits of the losses and of all weights after four steps of drawing.
fn paint(threads: usize) -> Vec<u32> {
    nabla::set_threads(threads);
    let (mut painter, mut momentum) = (painter(), Momentum::new(0.001, 0.9));
    let (data, mut rng) = (data(3 * BATCH), nabla::rng(5));
    let order: Vec<usize> = (0..4 * BATCH).map(|i| i * 37 % (3 * BATCH)).collect();
    let mut numbers = Vec::new();
    for rows in order.chunks(BATCH) {
        numbers.push(painting_step(&mut painter, &mut momentum, &data, rows, &mut rng).to_bits());
    }
    assert_ne!(numbers[0], numbers[3], "nothing was learned");
    painter.visit(&mut |param| numbers.extend(param.value().data().iter().map(|w| w.to_bits())));
    numbers
}

#[test]
fn nor_do_those_of_a_network_that_draws() {
    let _alone = ONE_AT_A_TIME.lock();
    let alone = paint(1);
    for threads in [2, 5] {
        let differ = alone.iter().zip(paint(threads)).filter(|&(&a, b)| a != b);
        assert_eq!(differ.count(), 0, "{threads} threads");
    }
}

/// The bits of all weights after some steps of reading letters, and texts of uneven lengths.
fn read(threads: usize) -> Vec<u32> {
    nabla::set_threads(threads);
    let (mut reader, mut stack) = (reader(), stack());
    let mut momentum = Momentum::new(0.1, 0.9);
    let first = reading_step(&mut reader, &mut momentum, &texts([19, 64]));
    let second = reading_step(&mut reader, &mut momentum, &texts([19, 64]));
    assert!(second < first, "nothing was learned");
    let (mut momentum, ends) = (Momentum::new(0.1, 0.9), [5; 35]);
    let ends: Vec<usize> = ends.iter().zip(0..).map(|(n, i)| n - i % 6).collect();
    for seed in 0..3 {
        stack.step(&mut momentum, &sample([35, 5, 5], seed), &ends);
    }
    let mut numbers = Vec::new();
    for model in [&reader as &dyn Parameters, &stack] {
        model.visit(&mut |param| numbers.extend(param.value().data().iter().map(|w| w.to_bits())));
    }
    numbers
}

#[test]
fn nor_do_those_of_networks_that_read() {
    let _alone = ONE_AT_A_TIME.lock();
    let alone = read(1);
    for threads in [2, 5] {
        let differ = alone.iter().zip(read(threads)).filter(|&(&a, b)| a != b);
        assert_eq!(differ.count(), 0, "{threads} threads");
    }
}

/// The bits of many results and gradients, each of a tensor that is cut into several chunks.
fn kernels(threads: usize) -> Vec<(&'static str, Vec<u32>)> {
    nabla::set_threads(threads);
    let tape = Tape::training(&mut nabla::rng(1));
    let x = tape.variable(sample([301, 257], 1));
    let y = tape.variable(sample([301, 257], 2));
    let row = tape.variable(sample([257], 3));
    let target = sample([301, 257], 4);
    let labels = Labels::new(&[7; 301], 257);
    let some = Labels::ignoring(&[7_u8; 301], 257, 6);
    let tall = tape.variable(sample([50_021, 3], 7));
    let pictures = tape.variable(sample([7, 30, 34, 6], 5));
    let six = tape.variable(sample([6], 6));
    let (q, k) = (
        tape.variable(sample([8, 3, 70, 16], 7)),
        tape.variable(sample([3, 60, 16], 8)),
    );
    let mask = tape.variable(sample([8, 1, 1, 60], 9));
    let w = tape.variable(sample([24, 60, 16], 10));
    let half = Tensor::from_vec((0..257).map(|i| (i % 2) as f32).collect(), [257]);
    let ids: Vec<u32> = (0..301).map(|i| i * i % 37).collect();
    let segments = Tokens::new(&ids, [301], 37);
    let links = (0..2_000).map(|i| (i * i % 301, 7 * i % 301, (i % 5) as f32 - 1.5));
    let graph = Sparse::new([301, 301], &links.collect::<Vec<_>>());
    let two = Window::new(2).stride(2);
    let three = Window::new(3).stride(2).padding(Padding::Same);
    let apart = tape.variable(sample([3, 3, 1, 6], 7));
    let grouped = tape.variable(sample([2, 2, 3, 4], 8));
    let far = Window::new(2).dilation([1, 3]).groups(2);
    let mut results = Vec::new();
    for (name, z) in [
        ("x + y", x + y),
        ("x · row", x * row),
        ("x / y", x / y),
        ("exp", x.exp()),
        ("sigmoid", x.sigmoid()),
        ("tanh", x.tanh()),
        ("softplus", x.softplus()),
        ("elu", x.activate(Activation::Elu(1.0))),
        ("softmax", x.softmax()),
        ("log_softmax", x.log_softmax()),
        ("sum over rows", x.sum_axis(0)),
        ("sum over columns", x.sum_axis(1)),
        ("sum of all", x.sum()),
        ("a long sum of all", tall.sum()),
        ("a long sum over rows", tall.sum_axis(0)),
        ("long sums", tall.reshape([3, 50_021]).sum_axis(1)),
        ("tall + its mean", tall + tall.mean_axis(0)),
        ("matmul", x.matmul(y.t())),
        ("softmax_cross_entropy", x.softmax_cross_entropy(&labels)),
        (
            "softmax_cross_entropy_each",
            x.softmax_cross_entropy_each(&some),
        ),
        ("sigmoid_cross_entropy", x.sigmoid_cross_entropy(&target)),
        ("mse_each", x.mse_each(&target)),
        ("mse", x.mse(&target)),
        ("mae", x.mae(&target)),
        ("kl", x.kl(&target)),
        ("dropout", x.dropout(0.25)),
        ("reparameterize", x.reparameterize(y)),
        ("gaussian_kl", x.gaussian_kl(y)),
        ("bernoulli_loss", x.bernoulli_loss(&target)),
        ("noise", x * tape.normal([301, 257])),
        ("max_pool2d", pictures.max_pool2d(two)),
        ("avg_pool2d", pictures.avg_pool2d(two)),
        ("max_pool2d, overlapping", pictures.max_pool2d(three)),
        (
            "depthwise",
            pictures.conv2d(apart, None, three.groups(6), Activation::Tanh),
        ),
        (
            "two groups, dilated",
            pictures.conv2d(grouped, None, far, Activation::Identity),
        ),
        ("upsample2d", pictures.upsample2d([2, 3])),
        ("batch_norm", x.batch_norm(row, row, 1e-5)),
        ("layer_norm", x.layer_norm(row, row, 1e-5)),
        ("group_norm", pictures.group_norm(3, six, six, 1e-5)),
        ("batches", q.matmul_t(k)),
        ("softmax_masked", q.matmul_t(k).softmax_masked(mask)),
        (
            "attention",
            q.reshape([24, 70, 16])
                .attention(w, w, Heads::new(2).causal().lengths(&[50; 24])),
        ),
        (
            "self_attention",
            pictures.reshape([7, 1020, 6]).self_attention(Heads::new(2)),
        ),
        ("swap_axes", pictures.swap_axes(1, 2)),
        ("transpose", x.t()),
        ("gelu", x.gelu()),
        ("silu", x.silu()),
        ("clamp", x.clamp(-0.5, 0.5)),
        ("maximum", x.maximum(row)),
        ("minimum", x.minimum(y)),
        ("where_cond", x.where_cond(&half, y)),
        ("max_axis", x.max_axis(0)),
        ("pick", x.pick(&labels)),
        ("segment_sum", x.segment_sum(&segments)),
        ("sparse_matmul", x.sparse_matmul(&graph)),
        ("gather", x.gather(&Tokens::new(&ids, [301], 301))),
        ("instance_norm", pictures.instance_norm(six, six, 1e-5)),
    ] {
        let grads = z.square().sum().backward();
        let inputs = [
            x, y, row, pictures, six, tall, apart, grouped, q, k, mask, w,
        ];
        let gradients = inputs.map(|v| grads.get(v).cloned());
        let tensors = gradients.into_iter().flatten().chain([z.value()]);
        let bits = tensors.flat_map(|t| t.data().iter().map(|x| x.to_bits()).collect::<Vec<_>>());
        results.push((name, bits.collect()));
    }
    results
}

#[test]
fn no_kernel_depends_on_the_number_of_threads() {
    let _alone = ONE_AT_A_TIME.lock();
    let alone = kernels(1);
    for threads in [2, 5] {
        for ((name, want), (_, got)) in alone.iter().zip(kernels(threads)) {
            assert!(*want == got, "{name} on {threads} threads");
        }
    }
}
