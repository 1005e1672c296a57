//! Stored values, and how closely they are met.

use lab01::data::toast;
use lab01::{Example, Neuron};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// The values that `tests/reference/make.py` printed under this name.
pub fn reference(name: &str) -> Vec<f64> {
    let line = include_str!("../reference/reference.txt")
        .lines()
        .find_map(|line| {
            line.strip_prefix(name)?
                .strip_prefix(' ')
                .filter(|rest| is_numbers(rest))
        })
        .unwrap_or_else(|| panic!("reference.txt has no line `{name}`"));
    line.split(' ')
        .map(|value| value.parse().unwrap())
        .collect()
}

fn is_numbers(text: &str) -> bool {
    text.split(' ').all(|word| word.parse::<f64>().is_ok())
}

#[track_caller]
pub fn close(got: f64, want: f64, tolerance: f64) {
    let near = (got - want).abs() <= tolerance * want.abs().max(1.0);
    assert!(near, "got {got}, expected {want}");
}

#[track_caller]
pub fn close_neurons<const D: usize>(got: &Neuron<D>, want: &[f64], tolerance: f64) {
    assert_eq!(
        want.len(),
        D + 1,
        "a neuron of {D} inputs has {} numbers",
        D + 1
    );
    for (got, want) in got.w.iter().chain([&got.b]).zip(want) {
        close(*got, *want, tolerance);
    }
}

/// The fifty slices of the lesson, with the lesson's own seed.
pub fn slices() -> Vec<Example<1>> {
    toast(50, &mut ChaCha8Rng::seed_from_u64(1))
}

pub fn flat<const D: usize>(neuron: &Neuron<D>) -> Vec<f64> {
    neuron.w.iter().copied().chain([neuron.b]).collect()
}
