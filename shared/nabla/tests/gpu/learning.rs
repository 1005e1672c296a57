//! Networks that read, and networks that draw, learn the same on both devices.

use super::{Case, case};
use nabla::optim::{Adam, Optimizer};
use nabla::rnn::Lstm;
use nabla::{
    Activation, Device, Embedding, Init, Linear, Module, Parameters, Tape, Tensor, Tokens, move_to,
};

pub fn trials() -> Vec<Case> {
    vec![
        case("a network that reads learns the same", |device| {
            same_course("letters", read_letters, device)
        }),
        case("a network that draws learns the same", |device| {
            same_course("pictures", draw_pictures, device)
        }),
        case("gradients are clipped the same", clipped_the_same),
        case("noise is the same", noise_is_the_same),
    ]
}

/// Trains on both devices and compares what it says at each step.
fn same_course(what: &str, train: fn(&Device) -> Vec<f32>, device: &Device) {
    let (want, got) = (train(&Device::Cpu), train(device));
    let (first, last) = (want[0], want[want.len() - 1]);
    assert!(last < 0.8 * first, "nothing was learned: {want:?}");
    for (step, (got, want)) in got.iter().zip(&want).enumerate() {
        assert!(
            (got - want).abs() <= 2e-3 * want.abs(),
            "{what}, step {step}: {got}, {want}"
        );
    }
}

struct Reader {
    table: Embedding,
    lstm: Lstm,
    out: Linear,
}
nabla::parts!(Reader { table, lstm, out });

/// The next letter of a text that repeats itself, in 30 steps. Returns losses, and the lengths of the
/// gradients after them.
fn read_letters(device: &Device) -> Vec<f32> {
    let mut rng = nabla::rng(3);
    let mut model = Reader {
        table: Embedding::new(6, 5, Init::Normal(1.0), &mut rng),
        lstm: Lstm::new(5, 12, &mut rng),
        out: Linear::new(12, 6, Init::Xavier, &mut rng),
    };
    move_to(&mut model, device);
    let ids: Vec<u32> = (0..7 * 10)
        .map(|i| [0, 1, 2, 1, 3, 4, 5, 3][i % 8])
        .collect();
    let next: Vec<u32> = (1..7 * 10 + 1)
        .map(|i| [0, 1, 2, 1, 3, 4, 5, 3][i % 8])
        .collect();
    let [text, next] = [ids, next].map(|ids| Tokens::new(&ids, [7, 10], 6));
    let labels = next.labels();
    let mut adam = Adam::new(0.02);
    let mut course = Vec::new();
    for _ in 0..30 {
        let mut grads = {
            let tape = Tape::new();
            let read = model.lstm.forward(&tape, model.table.forward(&tape, &text));
            let logits = model.out.forward(&tape, read.reshape([70, 12]));
            let loss = logits.softmax_cross_entropy(&labels);
            course.push(loss.item());
            loss.backward()
        };
        let norm = grads.clip_norm(&model, 0.1);
        assert!(norm > 0.0 && norm.is_finite());
        adam.step(&mut model, &grads);
    }
    course
}

struct Painter {
    encoder: Linear,
    mean: Linear,
    log_variance: Linear,
    decoder: Linear,
    pixels: Linear,
}
nabla::parts!(Painter {
    encoder,
    mean,
    log_variance,
    decoder,
    pixels
});

/// Pictures of bars by a variational autoencoder, in 60 steps. Returns losses.
fn draw_pictures(device: &Device) -> Vec<f32> {
    let mut rng = nabla::rng(4);
    let mut layer = |inputs, outputs, activation| {
        Linear::new(inputs, outputs, Init::Xavier, &mut rng).activation(activation)
    };
    let mut model = Painter {
        encoder: layer(36, 20, Activation::Relu),
        mean: layer(20, 3, Activation::Identity),
        log_variance: layer(20, 3, Activation::Identity),
        decoder: layer(3, 20, Activation::Relu),
        pixels: layer(20, 36, Activation::Identity),
    };
    move_to(&mut model, device);
    let ink = |i: usize| f32::from((i % 36 % 6 + i / 36) % 6 < 2);
    let pictures = Tensor::from_vec((0..24 * 36).map(ink).collect(), [24, 36]).to(device);
    let mut adam = Adam::new(0.02);
    let mut course = Vec::new();
    for _ in 0..60 {
        let grads = {
            let tape = Tape::training(&mut rng);
            let seen = model
                .encoder
                .forward(&tape, tape.constant(pictures.clone()));
            let mean = model.mean.forward(&tape, seen);
            let log_variance = model.log_variance.forward(&tape, seen);
            let drawn = model
                .decoder
                .forward(&tape, mean.reparameterize(log_variance));
            let logits = model.pixels.forward(&tape, drawn);
            let loss = logits.bernoulli_loss(&pictures) + mean.gaussian_kl(log_variance);
            course.push(loss.item());
            loss.backward()
        };
        adam.step(&mut model, &grads);
    }
    course
}

fn clipped_the_same(device: &Device) {
    let clipped = |device: &Device, scale: f32, max: f32| {
        let mut model = Linear::new(70, 33, Init::Xavier, &mut nabla::rng(1));
        move_to(&mut model, device);
        let x = nabla::gradcheck::sample([5, 70], 2).to(device);
        let tape = Tape::new();
        let loss = model.forward(&tape, tape.constant(x)).square().sum() * scale;
        let mut grads = loss.backward();
        let before = grads.norm(&model);
        let norm = grads.clip_norm(&model, max);
        assert!(before == norm || norm.is_nan(), "{before} {norm}");
        let mut numbers = vec![norm];
        model.visit(&mut |param| {
            let grad = grads.param(param).expect("a part of the loss");
            assert_eq!(grad.device(), *device);
            numbers.extend(grad.data());
        });
        numbers
    };
    for (scale, max) in [(1.0, 0.5), (1.0, 1e9), (1e-3, 1e-4), (1e6, 2.0)] {
        let (want, got) = (
            clipped(&Device::Cpu, scale, max),
            clipped(device, scale, max),
        );
        let largest = want[1..].iter().fold(0.0_f32, |most, x| most.max(x.abs()));
        assert!(
            (got[0] - want[0]).abs() <= 1e-5 * want[0],
            "{} {}",
            got[0],
            want[0]
        );
        for (got, want) in got[1..].iter().zip(&want[1..]) {
            assert!((got - want).abs() <= 1e-5 * largest, "{got} {want}");
        }
    }
    assert!(clipped(device, f32::NAN, 1.0).iter().all(|x| x.is_nan()));
}

fn noise_is_the_same(device: &Device) {
    let draw = |device: &Device| {
        let tape = Tape::training(&mut nabla::rng(8));
        let [_, second] = [0, 1].map(|_| tape.normal_on([300_001], device).value());
        assert_eq!(second.device(), *device);
        second
    };
    let (want, got) = (draw(&Device::Cpu), draw(device));
    for (i, (got, want)) in got.data().iter().zip(want.data()).enumerate() {
        assert!(
            (got - want).abs() <= 2e-6 * (1.0 + want.abs()),
            "{i}: {got} {want}"
        );
    }
}
