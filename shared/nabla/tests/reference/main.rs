//! Values, gradients and whole trainings against PyTorch.
//!
//! `reference.json` holds what PyTorch gives in double precision; `make.py` made it. The inputs fit
//! single precision exactly, so all that may differ is how we round on the way.

mod attention;
mod call;
mod clipping;
mod models;
mod nets;
mod operations;
mod optimisers;
mod recurrent;
mod running;
mod training;

use call::Numbers;
use nabla::Tensor;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Reference {
    torch: String,
    operations: Vec<operations::Case>,
    optimisers: Vec<optimisers::Trajectory>,
    schedules: BTreeMap<String, Vec<f32>>,
    running: Vec<running::Layer>,
    clipping: Vec<clipping::Case>,
    training: Vec<training::Run>,
}

fn reference() -> Reference {
    let reference: Reference = serde_json::from_str(include_str!("reference.json"))
        .expect("reference.json is what make.py wrote");
    assert!(!reference.torch.is_empty());
    reference
}

/// Fails unless |got − want| ≤ tolerance·(1 + |want|) everywhere. NaN never passes.
fn assert_close(got: &Tensor, want: &Numbers, tolerance: f32, what: &dyn Fn() -> String) {
    assert_eq!(got.dims(), want.shape, "{}: shape", what());
    for (i, (got, want)) in got.data().iter().zip(&want.data).enumerate() {
        assert!(
            (got - want).abs() <= tolerance * (1.0 + want.abs()),
            "{}: number {i} is {got}, PyTorch says {want}",
            what()
        );
    }
}

/// See the top of `nets.py` for how to try others.
#[test]
fn two_hundred_random_networks_are_pytorchs() {
    let stored = include_str!("nets.json").lines();
    let mut wrong = Vec::new();
    let (mut count, mut kinds) = (0, BTreeSet::new());
    for line in stored {
        let net: nets::Net = serde_json::from_str(line).expect("nets.py wrote it");
        kinds.extend(net.operations().map(String::from));
        count += 1;
        wrong.extend(net.check().err().map(|why| format!("{why}\n  {line}")));
    }
    assert_eq!(count, 200);
    assert!(kinds.len() > 60, "only {kinds:?}");
    assert!(
        wrong.is_empty(),
        "{} disagree:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
