//! What happens when something is wrong: a clear word, NaN, and never a hang.

use super::{Case, case};
use nabla::optim::{Optimizer, Sgd};
use nabla::{
    Activation, Device, GpuError, Init, Linear, Module, Parameters, Tape, Tensor, Var, Window,
    move_to,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, ExitCode};

pub fn trials() -> Vec<Case> {
    vec![
        case("an unknown adapter is named, with those there are", |_| {
            an_unknown_adapter_is_named()
        }),
        case("a part of a name, in any case, chooses", |device| {
            a_part_of_a_name_chooses(device)
        }),
        case("different devices do not mix", |device| {
            different_devices_do_not_mix(device)
        }),
        case("the processor cannot write there", |device| {
            let says = what_it_says(|| {
                Tensor::ones([2]).to(device).data_mut()[0] = 2.0;
            });
            assert!(says.contains("move it with .to(&Device::Cpu)"), "{says}");
        }),
        case("a tensor that is too large", |_| a_tensor_too_large()),
        case(
            "a batch that is too large leaves the model as it was",
            |_| a_batch_too_large(),
        ),
        case("a device that is lost", |_| a_device_that_is_lost()),
        case("nan stays nan", nan_stays_nan),
        case("a step makes a tape old", |device| {
            let mut layer = Linear::new(2, 1, Init::Xavier, &mut nabla::rng(1));
            move_to(&mut layer, device);
            let tape = Tape::new();
            let x = tape.constant(Tensor::ones([3, 2]).to(device));
            let grads = layer.forward(&tape, x).sum().backward();
            Sgd::new(0.1).step(&mut layer, &grads);
            let says = what_it_says(|| drop(layer.forward(&tape, x).value()));
            assert!(says.contains("make a new tape for each step"), "{says}");
        }),
    ]
}

const PROBE: &str = "NABLA_GPU_PROBE";

/// Was this program started by a test below, with another environment?
pub fn is_probe() -> bool {
    std::env::var_os(PROBE).is_some()
}

/// Opens a card, and says how that went.
pub fn probe() -> ExitCode {
    match Device::gpu() {
        Ok(device) => println!("{device}"),
        Err(why) => println!("{why}"),
    }
    ExitCode::SUCCESS
}

fn open_with(name: &str) -> String {
    let output = Command::new(std::env::current_exe().expect("this program has a path"))
        .env(PROBE, "1")
        .env("WGPU_ADAPTER_NAME", name)
        .output()
        .expect("this program can be started");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn an_unknown_adapter_is_named() {
    let says = open_with("no such card");
    assert!(
        says.starts_with("WGPU_ADAPTER_NAME is \"no such card\""),
        "{says}"
    );
    let first = Device::list().into_iter().next().expect("there is one");
    assert!(says.contains(&first.name), "{says}");
}

fn a_part_of_a_name_chooses(device: &Device) {
    let name = device.to_string();
    let part = name.split([' ', '(']).next().expect("a name");
    assert_eq!(open_with(&part.to_uppercase()).trim(), name);
}

/// The message of the panic.
fn what_it_says(mistake: impl FnOnce()) -> String {
    let Err(panic) = catch_unwind(AssertUnwindSafe(mistake)) else {
        panic!("a mistake went through")
    };
    let text = panic.downcast_ref::<String>();
    text.expect("panics have a text").clone()
}

fn different_devices_do_not_mix(device: &Device) {
    let tape = Tape::new();
    let here = tape.variable(Tensor::ones([2, 2]));
    let there = tape.variable(Tensor::ones([2, 2]).to(device));
    let another = Device::gpu().expect("as at the start");
    let elsewhere = tape.variable(Tensor::ones([2, 2]).to(&another));
    let target = Tensor::ones([2, 2]);
    let adding = |a: Var, b: Var| what_it_says(move || drop((a + b).value()));
    for (says, op) in [
        (adding(here, there), "Add"),
        (adding(there, here), "Add"),
        (adding(there, elsewhere), "Add"),
        (what_it_says(|| drop(there.matmul(here).value())), "matmul"),
        (what_it_says(|| drop(there.mse(&target).value())), "mse"),
    ] {
        assert!(says.starts_with(&format!("{op}: ")), "{says}");
        assert!(says.contains("different devices"), "{says}");
        assert!(says.contains("move_to"), "{says}");
    }
}

/// A tensor made on the card alone, so the processor's memory does not have to hold it.
fn a_tensor_too_large() {
    let device = Device::gpu().expect("as at the start");
    let tape = Tape::new();
    let x = tape.variable(Tensor::scalar(1.0).to(&device));
    assert_eq!(device.status(), Ok(()));
    // 60 TiB.
    let large = x.broadcast_to([1 << 22, 1 << 22]);
    let why = device.status().expect_err("that cannot be");
    assert!(
        matches!(why, GpuError::TooLarge { bytes, limit } if bytes == 1 << 46 && limit < bytes),
        "{why:?}"
    );
    assert!(why.to_string().contains("use smaller batches"), "{why}");
    // What is computed from it is missing too, and nothing else.
    assert!(large.sum().item().is_nan());
    assert!(large.sum().backward().of(x).item().is_nan());
    let sum = x + large.sum().reshape([1]);
    assert!(sum.item().is_nan() && sum.value().rows(0..1).item().is_nan());
    assert_eq!((x + 1.0).item(), 2.0);
    assert!(device.status() == Err(why));
}

/// The card has room for a network, and for a batch, but not for what comes out of the middle.
fn a_batch_too_large() {
    let device = Device::gpu().expect("as at the start");
    let mut rng = nabla::rng(1);
    let mut layer = Linear::new(3, 2, Init::He, &mut rng);
    let weights = |layer: &Linear| {
        let mut all = Vec::new();
        layer.visit(&mut |param| all.extend_from_slice(param.value().to(&Device::Cpu).data()));
        all
    };
    let before = weights(&layer);
    move_to(&mut layer, &device);
    let score = |x: Tensor| {
        let tape = Tape::new();
        let y = layer.forward(&tape, tape.constant(x.to(&device)));
        y.sum().item()
    };
    let right = score(Tensor::ones([4, 3]));
    let tape = Tape::new();
    let one = tape.constant(Tensor::ones([1, 3]).to(&device));
    let y = layer.forward(&tape, one.broadcast_to([1 << 44, 3]));
    assert!(y.sum().item().is_nan());
    assert!(matches!(device.status(), Err(GpuError::TooLarge { .. })));
    assert_eq!(score(Tensor::ones([4, 3])), right);
    move_to(&mut layer, &Device::Cpu);
    assert_eq!(weights(&layer), before);
}

fn a_device_that_is_lost() {
    let device = Device::gpu().expect("as at the start");
    let mut layer = Linear::new(3, 2, Init::He, &mut nabla::rng(1));
    move_to(&mut layer, &device);
    let mut optimizer = Sgd::new(0.1);
    let x = Tensor::ones([4, 3]).to(&device);
    let mut step = || {
        let tape = Tape::new();
        let y = layer.forward(&tape, tape.constant(x.clone()));
        let loss = y.square().sum();
        let grads = loss.backward();
        optimizer.step(&mut layer, &grads);
        loss.item()
    };
    assert!(step().is_finite());
    let Device::Gpu(gpu) = &device else {
        panic!("asked for a graphics card")
    };
    gpu.destroy();
    assert!(step().is_nan());
    assert!(step().is_nan());
    device.wait();
    let why = device.status().expect_err("it is gone");
    assert!(matches!(why, GpuError::Lost(_)), "{why:?}");
    assert!(why.to_string().contains("Device::gpu()"), "{why}");
    assert!(Tensor::ones([2]).to(&device).data()[0].is_nan());
}

/// A broken number has to come out at the loss, also of a network that looks at pictures.
fn nan_stays_nan(device: &Device) {
    let tape = Tape::new();
    let x = Tensor::from_vec(vec![1.0, f32::NAN, 2.0], [1, 3]).to(device);
    let x = tape.variable(x);
    for y in [
        x.relu(),
        x.sigmoid(),
        x.tanh(),
        x.softmax(),
        x.exp(),
        x.softplus(),
        x.elu(1.0),
        x.abs(),
        x.gelu(),
        x.silu(),
        x.clamp(-1.0, 1.0),
        x.maximum(x.detach() * 0.0),
        x.minimum(x.detach() * 0.0),
    ] {
        assert!(y.value().data()[1].is_nan());
        assert!(y.sum().item().is_nan());
    }
    assert!(x.square().sum().backward().of(x).data()[1].is_nan());

    let mut image = Tensor::ones([1, 3, 4, 2]);
    image.data_mut()[13] = f32::NAN;
    let image = tape.variable(image.to(device));
    let constant = |shape: &[usize]| tape.constant(Tensor::ones(shape).to(device));
    let (weight, bias) = (constant(&[2, 2, 2, 2]), constant(&[2]));
    let window = Window::new([2, 2]);
    for (what, y) in [
        ("conv", image.conv2d(weight, bias, window, Activation::Relu)),
        (
            "transposed",
            image.conv_transpose2d(weight, bias, window, Activation::Relu),
        ),
        ("max", image.max_pool2d(window)),
        ("min", image.min_pool2d(window)),
        ("mean", image.avg_pool2d(window)),
        ("global max", image.global_max_pool()),
        ("batch norm", image.batch_norm(bias, bias, 1e-3)),
        ("layer norm", image.layer_norm(bias, bias, 1e-3)),
        ("pad", image.pad([1, 0], [0, 1])),
    ] {
        assert!(y.sum().item().is_nan(), "{what}");
        let dx = y.square().sum().backward().of(image).clone();
        assert!(dx.data().iter().any(|x| x.is_nan()), "{what}, its gradient");
    }
}
