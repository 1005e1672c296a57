//! Every operation and every gradient, on both devices.

use super::cases::{Operation, operations};
use super::{Case, Check, assert_close, case};
use nabla::{Device, Tape, Tensor, Var};
use std::collections::BTreeSet;

pub const OF_ALL_OPERATIONS: Check = ("every operation has a case", every_operation_has_a_case);
pub const OF_ALL_FUNCTIONS: Check = (
    "every function of one number has a case",
    every_function_has_a_case,
);
pub const OF_ALL_LOSSES: Check = ("every loss has a case", every_loss_has_a_case);

pub fn trials() -> Vec<Case> {
    let cases = operations().into_iter().map(|it| {
        let name = format!("{}: {}", it.op, it.name);
        case(name, move |device| compare(&it, device))
    });
    cases.collect()
}

/// An operation's value, its gradients, and what its tape looked like.
fn run(it: &Operation, device: &Device) -> (Tensor, Vec<Tensor>, String) {
    let tape = match it.training {
        true => Tape::training(&mut nabla::rng(5)),
        false => Tape::new(),
    };
    let inputs = it.inputs.iter().map(|x| tape.variable(x.to(device)));
    let inputs: Vec<Var> = inputs.collect();
    let y = (it.run)(&inputs, device);
    let from_above = tape.constant(upstream(&y.value()).to(device));
    let grads = (y * from_above).sum().backward();
    let grads = inputs.iter().map(|&x| grads.of(x).clone()).collect();
    (y.value(), grads, tape.listing())
}

/// Different numbers for all places, of both signs, whose sum is not near 0: there only rounding would
/// be compared.
fn upstream(y: &Tensor) -> Tensor {
    let share = |i| ((7 * i + 11) % 13) as f32 / 4.0 - 1.375;
    Tensor::from_vec((0..y.len()).map(share).collect(), y.shape())
}

fn compare(it: &Operation, device: &Device) {
    let (want, want_grads, listing) = run(it, &Device::Cpu);
    // These go by the names of their kinds.
    if !["Binary", "Elementwise", "Loss"].contains(&it.op) {
        assert!(
            listing.lines().any(|line| line.contains(it.op)),
            "the case does not use {}:\n{listing}",
            it.op
        );
    }
    let (got, got_grads, _) = run(it, device);
    assert_close("value", &got, &want, it.tolerance, device);
    for (i, (got, want)) in got_grads.iter().zip(&want_grads).enumerate() {
        let what = format!("gradient of input {i}");
        assert_close(&what, got, want, it.tolerance, device);
    }
}

/// The names in the list of `ops/mod.rs`: a new operation without a case here is a failure, not an
/// oversight.
fn every_operation_has_a_case() {
    let source = include_str!("../../src/ops/mod.rs");
    let (_, list) = source.split_once("\nops! {\n").expect("the list of all");
    let (list, _) = list.split_once("\n}").expect("its end");
    let wanted: BTreeSet<&str> = list
        .lines()
        .filter_map(|line| Some(line.trim().split_once(':')?.0))
        .collect();
    assert!(wanted.len() > 15, "the list was not understood: {wanted:?}");
    let have: BTreeSet<&str> = operations().iter().map(|it| it.op).collect();
    let missing: Vec<_> = wanted.difference(&have).collect();
    assert!(missing.is_empty(), "no case in cases.rs for {missing:?}");
}

/// The names in the table of `ops/elementwise.rs`.
fn every_function_has_a_case() {
    let source = include_str!("../../src/ops/elementwise.rs");
    let (_, table) = source.split_once("\nelementwise! {").expect("the table");
    let (table, _) = table.split_once("\n}").expect("its end");
    let name = |line: &str| -> Option<String> {
        let line = line.strip_prefix("    ")?;
        let name: String = line.chars().take_while(|c| c.is_alphanumeric()).collect();
        name.starts_with(char::is_uppercase).then_some(name)
    };
    let wanted: BTreeSet<String> = table.lines().filter_map(name).collect();
    assert!(
        wanted.len() > 15,
        "the table was not understood: {wanted:?}"
    );
    let cases = operations();
    let cases = cases.iter().filter(|it| it.op == "Elementwise");
    let have: BTreeSet<String> = cases
        .map(|it| {
            it.name
                .chars()
                .take_while(|c| c.is_alphanumeric())
                .collect()
        })
        .collect();
    let missing: Vec<_> = wanted.difference(&have).collect();
    assert!(missing.is_empty(), "no case in cases.rs for {missing:?}");
}

/// The names in the table of `ops/loss.rs`, each with its twin for every example.
fn every_loss_has_a_case() {
    let source = include_str!("../../src/ops/loss.rs");
    let (_, table) = source.split_once("\nlosses! {").expect("the table");
    let (table, _) = table.split_once("\n}").expect("its end");
    let names = table.lines().filter_map(|line| {
        let (names, _) = line.trim().split_once(": ")?;
        names.split_once(", ")
    });
    let wanted: BTreeSet<&str> = names
        .filter(|(name, _)| !name.contains(' '))
        .flat_map(|(name, each)| [name, each])
        .collect();
    assert!(
        wanted.len() >= 10,
        "the table was not understood: {wanted:?}"
    );
    let cases = operations();
    let cases = cases.iter().filter(|it| it.op == "Loss");
    let have: BTreeSet<&str> = cases.filter_map(|it| it.name.split(' ').next()).collect();
    let missing: Vec<_> = wanted.difference(&have).collect();
    assert!(missing.is_empty(), "no case in cases.rs for {missing:?}");
}
