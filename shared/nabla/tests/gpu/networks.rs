//! Networks that look at pictures, trained for fifty steps on both devices.

use super::{Case, case};
use nabla::gradcheck::sample;
use nabla::optim::{Momentum, Optimizer};
use nabla::{
    Activation, BatchNorm, Conv2d, Device, Dropout, Flatten, Init, Labels, Linear, MaxPool2d,
    Module, Parameters, Rng, Sequential, Tape, Tensor, Window, move_to,
};

pub fn trials() -> Vec<Case> {
    vec![
        case("a convolutional network learns the same", |device| {
            learns_the_same(plain, device);
        }),
        case("dropout drops the same at every step", |device| {
            learns_the_same(dropping, device);
        }),
        case("batch norm learns and follows the same", |device| {
            let running = learns_the_same(normalised, device);
            assert!(running > 0, "the running statistics stay on the card");
        }),
        case("a variance far from zero is as exact", |device| {
            a_variance_far_from_zero(device)
        }),
        case("a NaN is the largest and the smallest", |device| {
            nan_is_not_swallowed(device)
        }),
    ]
}

const CLASSES: usize = 3;

fn head(model: Sequential, rng: &mut Rng) -> Sequential {
    model
        .push(MaxPool2d::new(Window::new(2).stride(2))) // [5, 5, 6]
        .push(Flatten)
        .push(Linear::new(150, 20, Init::He, rng).activation(Activation::Relu))
        .push(Linear::new(20, CLASSES, Init::Xavier, rng))
}

/// As lab 6's: convolution, pooling, two dense layers.
fn plain(rng: &mut Rng) -> Sequential {
    let conv = Conv2d::new(1, 6, Window::new(3), Init::He, rng).activation(Activation::Relu);
    head(Sequential::new().push(conv), rng)
}

fn dropping(rng: &mut Rng) -> Sequential {
    let conv = Conv2d::new(1, 6, Window::new(3), Init::He, rng).activation(Activation::Relu);
    head(Sequential::new().push(conv).push(Dropout::new(0.25)), rng)
}

/// As lab 7's: no bias, then batch norm, then the activation.
fn normalised(rng: &mut Rng) -> Sequential {
    let conv = Conv2d::new(1, 6, Window::new(3), Init::He, rng).without_bias();
    let model = Sequential::new()
        .push(conv)
        .push(BatchNorm::new(6))
        .push(nabla::Activate(Activation::Relu));
    head(model, rng)
}

struct Trained {
    losses: Vec<f32>,
    /// Parameters and statistics, each with its name.
    numbers: Vec<(String, Tensor)>,
    /// What the trained model says to the first pictures.
    logits: Tensor,
}

fn train(build: fn(&mut Rng) -> Sequential, device: &Device) -> Trained {
    let mut rng = nabla::rng(3);
    let mut model = build(&mut rng);
    move_to(&mut model, device);
    let (images, labels) = pictures();
    let images = images.to(device);
    let mut optimizer = Momentum::new(0.02, 0.9);
    let mut losses = Vec::new();
    for step in 0..50 {
        let rows: Vec<usize> = (0..16).map(|i| (step * 16 + i) * 7 % 90).collect();
        let tape = Tape::training(&mut rng);
        let x = tape.constant(images.gather_rows(&rows));
        let loss = model
            .forward(&tape, x)
            .softmax_cross_entropy(&labels.gather(&rows));
        losses.push(loss.value());
        let grads = loss.backward();
        drop(tape);
        optimizer.step(&mut model, &grads);
    }
    let mut numbers = Vec::new();
    model.visit(&mut |param| {
        assert_eq!(param.value().device(), *device, "{}", param.name());
        numbers.push((param.name().to_string(), param.value().to(&Device::Cpu)));
    });
    let tape = Tape::new();
    let x = tape.constant(images.rows(0..9));
    let logits = model.forward(&tape, x).value().to(&Device::Cpu);
    Trained {
        losses: losses.iter().map(Tensor::item).collect(),
        numbers,
        logits,
    }
}

/// Noise of 12 × 12 pixels with a bar in it: lying, upright, or none.
fn pictures() -> (Tensor, Labels) {
    let mut images = sample([90, 12, 12, 1], 21);
    let ids: Vec<u8> = (0..90).map(|i| (i * 5 % 3) as u8).collect();
    for (i, (image, &id)) in images.data_mut().chunks_mut(144).zip(&ids).enumerate() {
        let at = 2 + i % 8;
        for step in 0..12 {
            match id {
                0 => image[12 * at + step] += 2.0,
                1 => image[12 * step + at] += 2.0,
                _ => {}
            }
        }
    }
    (images, Labels::new(&ids, CLASSES))
}

/// Within 2·10⁻³ after fifty steps: sums are rounded in another order, and each step hands its
/// differences on. Returns how many statistics there are.
fn learns_the_same(build: fn(&mut Rng) -> Sequential, device: &Device) -> usize {
    let (want, got) = (train(build, &Device::Cpu), train(build, device));
    let last = want.losses[49];
    assert!(
        last < 0.6 * want.losses[0],
        "nothing was learned: {:?}",
        want.losses
    );
    for (step, (got, want)) in got.losses.iter().zip(&want.losses).enumerate() {
        // The first step has no history: there is rounding only.
        let tolerance = if step == 0 { 1e-5 } else { 2e-3 };
        assert!(
            (got - want).abs() < tolerance,
            "step {step}: {got}, the processor says {want}; {:?}",
            device.status()
        );
    }
    let close = |what: &str, got: &Tensor, want: &Tensor| {
        for (got, want) in got.data().iter().zip(want.data()) {
            assert!(
                (got - want).abs() < 2e-3 * (1.0 + want.abs()),
                "{what}: {got}, the processor says {want}"
            );
        }
    };
    for ((name, want), (_, got)) in want.numbers.iter().zip(&got.numbers) {
        close(name, got, want);
    }
    close("logits", &got.logits, &want.logits);
    let statistics = want.numbers.iter();
    statistics
        .filter(|(name, _)| name.starts_with("running"))
        .count()
}

/// Numbers whose spread is a millionth of what they are: there a sum has few digits left for the mean.
/// Against the textbook's two passes in double precision.
fn a_variance_far_from_zero(device: &Device) {
    let noise = sample([3001, 3], 1);
    let far = noise.data().iter().map(|x| 1e4 + 0.01 * x).collect();
    let x = Tensor::from_vec(far, [3001, 3]);
    let mut layer = BatchNorm::new(3).momentum(1.0);
    move_to(&mut layer, device);
    let tape = Tape::training(&mut nabla::rng(1));
    layer.forward(&tape, tape.constant(x.to(device)));
    let running = layer.running_variance();
    for (c, got) in running.data().iter().enumerate() {
        let column = || x.data().iter().skip(c).step_by(3).map(|&x| f64::from(x));
        let mean = column().sum::<f64>() / 3001.0;
        let want = column().map(|x| (x - mean).powi(2)).sum::<f64>() / 3000.0;
        let error = (f64::from(*got) / want - 1.0).abs();
        assert!(error < 1e-4, "channel {c}: {got}, wanted {want}");
    }
}

fn nan_is_not_swallowed(device: &Device) {
    let tape = Tape::new();
    let x = Tensor::from_slice(&[1., f32::NAN, 3., 2.], [1, 2, 2, 1]);
    let x = tape.constant(x.to(device));
    let two = Window::new(2);
    for y in [x.max_pool2d(two), x.min_pool2d(two), x.avg_pool2d(two)] {
        assert!(y.item().is_nan());
    }
}
