//! Values, gradients and whole trainings against PyTorch.
//!
//! `reference.json` holds what PyTorch gives in double precision; `make.py` made it. The inputs fit
//! single precision exactly, so all that may differ is how we round on the way.

mod attention;
mod clipping;
mod operations;
mod optimisers;
mod recurrent;
mod running;
mod training;

use nabla::Tensor;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

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

#[derive(Deserialize)]
struct Numbers {
    shape: Vec<usize>,
    data: Vec<f32>,
}

impl Numbers {
    fn tensor(&self) -> Tensor {
        Tensor::from_slice(&self.data, &self.shape[..])
    }
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
