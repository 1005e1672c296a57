//! Batch norm as a layer: the statistics that run along, and what they are for.

use super::{Numbers, assert_close, reference};
use nabla::{BatchNorm, Module, Tape};
use serde::Deserialize;

/// |got − want| / (1 + |want|)
const TOLERANCE: f32 = 2e-6;

#[derive(Deserialize)]
pub struct Layer {
    momentum: f32,
    channels: usize,
    steps: Vec<Step>,
}

/// A batch, what comes out in training, what is kept then, what comes out in use.
#[derive(Deserialize)]
struct Step {
    x: Numbers,
    training: Numbers,
    mean: Numbers,
    variance: Numbers,
    evaluating: Numbers,
}

#[test]
fn statistics_run_along_as_pytorchs() {
    for layer in &reference().running {
        let ours = BatchNorm::new(layer.channels).momentum(layer.momentum);
        for (i, step) in layer.steps.iter().enumerate() {
            let name = |what: &str| format!("{what}, step {i}, momentum {}", layer.momentum);
            let run = |tape: &Tape| ours.forward(tape, tape.constant(step.x.tensor())).value();
            let training = run(&Tape::training(&mut nabla::rng(1)));
            assert_close(&training, &step.training, TOLERANCE, &|| name("training"));
            // Looking changes nothing, however often.
            let evaluating = [0, 1].map(|_| run(&Tape::new()));
            assert_close(&ours.running_mean(), &step.mean, TOLERANCE, &|| {
                name("mean")
            });
            assert_close(&ours.running_variance(), &step.variance, TOLERANCE, &|| {
                name("variance")
            });
            for y in &evaluating {
                assert_close(y, &step.evaluating, TOLERANCE, &|| name("evaluating"));
            }
        }
    }
}
