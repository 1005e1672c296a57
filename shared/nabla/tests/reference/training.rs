//! Five steps of Adam on a small classifier: the whole machine at once.

use super::{Numbers, assert_close, reference};
use nabla::optim::{Adam, Optimizer};
use nabla::{Activation, Init, Labels, Linear, Module, Parameters, Sequential, Tape};
use serde::Deserialize;

/// |got − want| / (1 + |want|), after five steps. Adam divides by the size of a gradient, which
/// magnifies the rounding of the small ones: PyTorch in single precision is 2·10⁻⁶ away itself.
const TOLERANCE: f32 = 1e-5;

#[derive(Deserialize)]
pub struct Run {
    x: Numbers,
    labels: Vec<u8>,
    start: Vec<Numbers>,
    losses: Vec<f32>,
    end: Vec<Numbers>,
}

fn model(start: &[Numbers]) -> Sequential {
    let mut rng = nabla::rng(1);
    let mut layer = |n, m| Linear::new(n, m, Init::Zeros, &mut rng);
    let mut model = Sequential::new()
        .push(layer(5, 8).activation(Activation::Relu))
        .push(layer(8, 6).activation(Activation::Tanh))
        .push(layer(6, 3));
    let mut numbers = start.iter();
    model.visit_mut(&mut |param| {
        *param.value_mut() = numbers.next().expect("six parameters").tensor();
    });
    model
}

#[test]
fn losses_and_weights_are_pytorchs() {
    let reference = reference();
    let run = &reference.training[0];
    let mut model = model(&run.start);
    let labels = Labels::new(&run.labels, 3);
    let mut optimizer = Adam::new(0.05);
    for (step, want) in run.losses.iter().enumerate() {
        let tape = Tape::new();
        let x = tape.constant(run.x.tensor());
        let loss = model.forward(&tape, x).softmax_cross_entropy(&labels);
        let error = (loss.item() - want).abs();
        assert!(error < TOLERANCE, "step {step}: {} {want}", loss.item());
        optimizer.step(&mut model, &loss.backward());
    }
    let mut want = run.end.iter();
    model.visit(&mut |param| {
        let want = want.next().expect("six parameters");
        assert_close(param.value(), want, TOLERANCE, &|| {
            format!("{} {:?} at the end", param.name(), want.shape)
        });
    });
    assert!(want.next().is_none());
}
