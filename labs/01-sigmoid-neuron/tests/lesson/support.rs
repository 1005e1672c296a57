//! Stored values, and how closely they are met.

use lab01::data::toast;
use lab01::{Example, Neuron};
use labkit::reference::Stored;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// What `make.py` printed.
pub const STORED: Stored = Stored(include_str!("../reference/reference.txt"));

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
