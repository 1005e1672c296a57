//! Every optimiser: twenty steps on both devices.

use super::{Case, Check, assert_close, case};
use nabla::gradcheck::sample;
use nabla::optim::*;
use nabla::{Activation, Device, Init, Linear, Module, Param, Parameters, Tape, Tensor, move_to};
use std::collections::BTreeSet;

/// The optimisers by name; what stands after a comma says which settings.
fn optimisers() -> Vec<(&'static str, Box<dyn Optimizer>)> {
    vec![
        ("Sgd", Box::new(Sgd::new(0.1))),
        ("Sgd, decay", Box::new(Sgd::new(0.1).weight_decay(0.25))),
        ("Momentum", Box::new(Momentum::new(0.05, 0.75))),
        (
            "Momentum, decay",
            Box::new(Momentum::new(0.05, 0.75).weight_decay(0.25)),
        ),
        (
            "Momentum, syllabus",
            Box::new(Momentum::syllabus(0.2, 0.75)),
        ),
        (
            "Nesterov",
            Box::new(Nesterov::new(0.05, 0.75).weight_decay(0.25)),
        ),
        ("RmsProp", Box::new(RmsProp::new(0.01))),
        ("Adam", Box::new(Adam::new(0.01))),
        ("AdamW", Box::new(AdamW::new(0.01).weight_decay(0.5))),
        ("AdamW, group", Box::new(AdamW::new(0.01))),
        ("Momentum, group", Box::new(Momentum::new(0.05, 0.75))),
        ("Adadelta", Box::new(Adadelta::default())),
    ]
}

pub const OF_ALL_OPTIMISERS: Check = ("every optimiser has a case", every_optimiser_has_a_case);

pub fn trials() -> Vec<Case> {
    // An optimiser is made where it is used: it need not travel between threads.
    let names: Vec<_> = optimisers().into_iter().map(|(name, _)| name).collect();
    let cases = names.into_iter().enumerate().map(|(at, name)| {
        // Adadelta's steps grow on tiny differences near a turning point.
        let tolerance = if name == "Adadelta" { 1e-4 } else { 1e-5 };
        case(format!("optimiser {name}"), move |device| {
            let own = name.ends_with("group");
            let make = || optimisers().swap_remove(at).1;
            let want = weights(make(), own, &Device::Cpu);
            let got = weights(make(), own, device);
            assert_eq!((want.len(), got.len()), (40, 40));
            for (i, (got, want)) in got.iter().zip(&want).enumerate() {
                let what = format!("parameter {} after step {}", i % 2, i / 2);
                assert_close(&what, got, want, tolerance, device);
            }
        })
    });
    cases.chain([case("Adam, small numbers", small)]).collect()
}

/// The first step from 0 is −λ·g/(|g| + ε), however small both are.
fn small(device: &Device) {
    let mut w = Param::new("w", Tensor::zeros([3]).to(device));
    let grads = {
        let tape = Tape::new();
        (tape.param(&w) * 2e-14).sum().backward()
    };
    Adam::new(1e-3).epsilon(1e-15).step(&mut w, &grads);
    let want = Tensor::full([3], -1e-3 * 2e-14 / 2.1e-14);
    assert_close("w", w.value(), &want, 1e-4, device);
}

/// Weight and bias of a layer after each of twenty steps. If `own`, the bias is a group of its own.
fn weights(mut optimizer: Box<dyn Optimizer>, own: bool, device: &Device) -> Vec<Tensor> {
    let layer = Linear::new(5, 3, Init::Xavier, &mut nabla::rng(3));
    let mut layer = layer.activation(Activation::Tanh);
    move_to(&mut layer, device);
    if own {
        let bias = layer.bias.as_ref().expect("a bias");
        optimizer.set_group(bias, Group::new().rate(0.25).weight_decay(0.5));
    }
    let (x, target) = (sample([7, 5], 1).to(device), sample([7, 3], 2).to(device));
    let mut path = Vec::new();
    for _ in 0..20 {
        let grads = {
            let tape = Tape::new();
            let y = layer.forward(&tape, tape.constant(x.clone()));
            y.mse(&target).backward()
        };
        optimizer.step(&mut layer, &grads);
        layer.visit(&mut |param| path.push(param.value().clone()));
    }
    path
}

fn every_optimiser_has_a_case() {
    let have: BTreeSet<String> = optimisers()
        .iter()
        .map(|(name, _)| name.split(',').next().expect("a name").to_string())
        .collect();
    let source = include_str!("../../src/optim/mod.rs");
    let wanted: BTreeSet<String> = source
        .lines()
        .filter_map(|line| line.strip_prefix("pub use ")?.strip_suffix(';'))
        .filter_map(|path| Some(path.split_once("::")?.1.to_string()))
        .filter(|name| name != "Schedule" && name != "Group")
        .collect();
    assert_eq!(have, wanted, "cases here, and `pub use` in optim");
}
