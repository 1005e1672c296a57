//! A whole training, on both devices.

use super::{Case, assert_close, case};
use nabla::gradcheck::sample;
use nabla::inspect::{Kind, Watch};
use nabla::optim::{Adam, Optimizer};
use nabla::{
    Activation, Device, Init, Labels, Linear, Module, Param, Parameters, Sequential, Tape, move_to,
};

pub fn trials() -> Vec<Case> {
    vec![
        case("fifty steps learn the same", |device| {
            fifty_steps_learn_the_same(device)
        }),
        case("a step is one submission", |device| {
            a_step_is_one_submission(device)
        }),
        case(
            "a long pass without a step is handed over in pieces",
            a_long_pass,
        ),
        case("uploads and copies are handed over in pieces", many_uploads),
        case(
            "the last readings agree after ten thousand commands",
            memory_is_used_again,
        ),
        case("there and back", there_and_back),
        case("gradients of two tapes add up", gradients_add_up),
        case("a held part gets no gradient", a_held_part),
        case("a watched tape", a_watched_tape),
    ]
}

/// Who looks on changes no bit, sees times that are not zero, and finds what is too much.
fn a_watched_tape(device: &Device) {
    let model = model(device);
    let watch = Watch {
        times: true,
        not_finite: true,
    };
    let x = sample([8, SIZES[0]], 1).to(device);
    let learned = |tape: &Tape| {
        let grads = model
            .forward(tape, tape.constant(x.clone()))
            .square()
            .mean()
            .backward();
        let mut all = Vec::new();
        grads.for_each(&model, |_, grad| {
            all.extend(grad.data().iter().map(|x| x.to_bits()))
        });
        all
    };
    let tape = Tape::new().watched(watch);
    assert_eq!(learned(&tape), learned(&Tape::new()));
    let graph = tape.graph(&model);
    let operations = graph
        .nodes
        .iter()
        .filter(|node| node.kind == Kind::Operation);
    assert!(operations.clone().count() >= 4);
    for node in operations {
        let backward = node.backward.unwrap_or_default();
        assert!(!node.forward.is_zero() && !backward.is_zero(), "{node:?}");
    }
    assert_eq!(tape.fault(&model), None);
    let tape = Tape::new().watched(watch);
    let _ = (model.forward(&tape, tape.constant(x)).square() + 1e3).exp();
    let fault = tape
        .fault(&model)
        .expect("e to the 1000 is too much")
        .to_string();
    assert!(
        fault.starts_with("the first infinity came from Exp in the forward pass"),
        "{fault}"
    );
}

/// Gradients of both halves of a batch together, and scaled.
fn gradients_add_up(device: &Device) {
    let of = |device: &Device| {
        let model = model(device);
        let half = |seed| {
            let tape = Tape::new();
            let x = tape.constant(sample([8, SIZES[0]], seed).to(device));
            model.forward(&tape, x).square().mean().backward()
        };
        let mut grads = half(1);
        grads.accumulate(&half(2));
        grads.scale(0.5);
        let mut all = Vec::new();
        grads.for_each(&model, |_, grad| all.push(grad.clone()));
        all
    };
    let (got, want) = (of(device), of(&Device::Cpu));
    assert_eq!((got.len(), want.len()), (6, 6));
    for (got, want) in got.iter().zip(&want) {
        assert_close("a gradient", got, want, 1e-4, device);
    }
}

fn a_held_part(device: &Device) {
    let of = |device: &Device| {
        let judge = model(device);
        let drawn = Param::new("drawn", sample([8, SIZES[0]], 1).to(device));
        let tape = Tape::new();
        tape.hold(&judge);
        let grads = (judge.forward(&tape, tape.param(&drawn)).square().mean()).backward();
        judge.visit(&mut |param| assert!(grads.param(param).is_none(), "{}", param.name()));
        grads.param(&drawn).expect("through the judge").clone()
    };
    assert_close("drawn", &of(device), &of(&Device::Cpu), 1e-4, device);
}

const SIZES: [usize; 4] = [20, 33, 32, 4];

fn model(device: &Device) -> Sequential {
    let mut rng = nabla::rng(7);
    let mut layer = |i: usize| Linear::new(SIZES[i], SIZES[i + 1], Init::He, &mut rng);
    let mut model = Sequential::new()
        .push(layer(0).activation(Activation::Relu))
        .push(layer(1).activation(Activation::Tanh))
        .push(layer(2));
    move_to(&mut model, device);
    model
}

/// The data go to the device once; batches are cut out there. The labels are those of a rule, so
/// there is something to learn.
fn train(device: &Device, steps: usize) -> (Vec<f32>, Vec<f32>) {
    let images = sample([200, SIZES[0]], 11);
    let rule = |row: &[f32]| u8::from(row[0] > 0.0) + 2 * u8::from(row[1] * row[2] > 0.0);
    let ids: Vec<u8> = images.data().chunks(SIZES[0]).map(rule).collect();
    let (images, labels) = (images.to(device), Labels::new(&ids, 4));
    let (mut model, mut optimizer) = (model(device), Adam::new(0.01));
    let mut losses = Vec::new();
    for step in 0..steps {
        let rows: Vec<usize> = (0..64).map(|i| (step * 64 + i) * 37 % 200).collect();
        let grads = {
            let tape = Tape::new();
            let x = tape.constant(images.gather_rows(&rows));
            let loss = model
                .forward(&tape, x)
                .softmax_cross_entropy(&labels.gather(&rows));
            losses.push(loss.value());
            loss.backward()
        };
        optimizer.step(&mut model, &grads);
    }
    let losses = losses.iter().map(|loss| loss.item()).collect();
    let mut weights = Vec::new();
    model.visit(&mut |param| weights.extend_from_slice(param.value().data()));
    (losses, weights)
}

fn fifty_steps_learn_the_same(device: &Device) {
    let (want, want_weights) = train(&Device::Cpu, 50);
    let (got, got_weights) = train(device, 50);
    assert!(want[49] < 0.6 * want[0], "nothing was learned: {want:?}");
    for (step, (got, want)) in got.iter().zip(&want).enumerate() {
        assert!((got - want).abs() < 1e-3, "step {step}: {got}, {want}");
    }
    let worst = got_weights
        .iter()
        .zip(&want_weights)
        .map(|(got, want)| (got - want).abs());
    let worst = worst.fold(0.0, f32::max);
    assert!(worst < 5e-3, "weights differ by {worst}");
}

fn a_step_is_one_submission(device: &Device) {
    let Device::Gpu(gpu) = device else {
        panic!("asked for a graphics card")
    };
    // The first ones also upload and compile.
    train(device, 2);
    let before = gpu.submissions();
    train(device, 30);
    // Reading the losses and six weights back adds one each.
    let readings = 30 + 6;
    assert_eq!(gpu.submissions() - before, 30 + readings);
}

fn a_long_pass(device: &Device) {
    let Device::Gpu(gpu) = device else {
        panic!("asked for a graphics card")
    };
    let before = gpu.submissions();
    let tape = Tape::new();
    let one = tape.constant(nabla::Tensor::ones([3]).to(device));
    let sum = (0..3000).fold(one, |sum, _| sum + one);
    assert!(gpu.submissions() - before >= 2);
    assert_eq!(sum.value().data(), [3001.0; 3]);
}

/// Nothing is computed, so nothing but the uploads themselves can hand the list over.
fn many_uploads(device: &Device) {
    let Device::Gpu(gpu) = device else {
        panic!("asked for a graphics card")
    };
    let submissions_of = |work: &dyn Fn()| {
        let before = gpu.submissions();
        work();
        gpu.submissions() - before
    };
    let upload = |count: usize, len: usize| {
        for _ in 0..count {
            nabla::Tensor::zeros([len]).to(device);
        }
    };
    // Many small ones; 80 MiB in pieces of 2; 144 MiB in pieces of 48.
    assert!(submissions_of(&|| upload(3000, 3)) >= 2);
    assert!(submissions_of(&|| upload(40, 1 << 19)) >= 1);
    assert!(submissions_of(&|| upload(3, 12 << 20)) >= 1);
    let rows = sample([3000, 2], 1).to(device);
    let copy = || drop((0..3000).map(|i| rows.rows(i..i + 1)).collect::<Vec<_>>());
    assert!(submissions_of(&copy) >= 2);
}

/// Buffers go back to the pool before the card has used them; a mistake in that order would show.
fn memory_is_used_again(device: &Device) {
    let x = sample([64, 64], 1);
    let y = x.to(device);
    let step = |x: &nabla::Tensor, i: usize| {
        let tape = Tape::new();
        let v = tape.constant(x.clone());
        let uploaded = nabla::Tensor::full([64], i as f32 / 1e4).to(&x.device());
        ((v + tape.constant(uploaded)).tanh() * 0.5 + v * 0.5).value()
    };
    let (mut x, mut y) = (x, y);
    for i in 0..2000 {
        (x, y) = (step(&x, i), step(&y, i));
    }
    for (x, y) in x.data().iter().zip(y.data()) {
        assert!((x - y).abs() < 1e-4, "{x} {y}");
    }
}

fn there_and_back(device: &Device) {
    let x = sample([70_001, 3], 1);
    let y = x.to(device);
    assert_eq!(
        (y.device(), y.to(device).device()),
        (device.clone(), device.clone())
    );
    assert_eq!(x, y.to(&Device::Cpu));
    assert_eq!(x.rows(5..9), y.rows(5..9));
    assert_eq!(y.rows(5..9).device(), *device);
    assert_eq!(
        x.gather_rows(&[7, 0, 70_000, 7]),
        y.gather_rows(&[7, 0, 70_000, 7])
    );
    let picks: Vec<usize> = (0..70_001).rev().collect();
    assert_eq!(x.gather_rows(&picks), y.gather_rows(&picks));
    // Three MiB and seven: the small way up, and the large.
    for rows in [256 << 10, 612 << 10] {
        let large = sample([rows, 3], 2);
        assert_eq!(large.to(device).to(&Device::Cpu), large);
    }
    let empty = nabla::Tensor::zeros([0, 3]).to(device);
    assert_eq!(empty.data(), [0.0; 0]);
    assert_eq!(nabla::Tensor::scalar(2.5).to(device).item(), 2.5);
}
