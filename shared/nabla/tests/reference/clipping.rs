//! Gradients shortened together.

use super::{Numbers, assert_close, reference};
use nabla::{Param, Parameters, Tape, Tensor};
use serde::Deserialize;

/// |got − want| / (1 + |want|)
const TOLERANCE: f32 = 1e-6;

#[derive(Deserialize)]
pub struct Case {
    max: f32,
    before: Vec<Numbers>,
    norm: f32,
    after: Vec<Numbers>,
}

struct Model(Vec<Param>);

impl Parameters for Model {
    fn visit(&self, f: &mut dyn FnMut(&Param)) {
        self.0.iter().for_each(f);
    }

    fn visit_mut(&mut self, f: &mut dyn FnMut(&mut Param)) {
        self.0.iter_mut().for_each(f);
    }
}

#[test]
fn gradients_are_clipped_as_pytorchs() {
    for case in &reference().clipping {
        let slopes: Vec<Tensor> = case.before.iter().map(Numbers::tensor).collect();
        let zeros = slopes.iter().map(|slope| Tensor::zeros(slope.shape()));
        let model = Model(zeros.map(|w| Param::new("w", w)).collect());
        let tape = Tape::new();
        let products = model.0.iter().zip(slopes);
        let terms = products.map(|(w, slope)| (tape.param(w) * tape.constant(slope)).sum());
        let loss = terms.reduce(|a, b| a + b).expect("three parameters");
        let mut grads = loss.backward();
        let norm = grads.clip_norm(&model, case.max);
        assert!(
            (norm - case.norm).abs() <= TOLERANCE * case.norm,
            "{norm}, PyTorch says {}",
            case.norm
        );
        for (i, (param, after)) in model.0.iter().zip(&case.after).enumerate() {
            let got = grads.param(param).expect("a part of the loss");
            let name = || format!("parameter {i}, at most {}", case.max);
            assert_close(got, after, TOLERANCE, &name);
        }
    }
}
