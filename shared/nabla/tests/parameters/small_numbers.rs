//! Steps from gradients that single precision can just tell from 0.

use super::*;

/// The step that one gradient makes, from w = 0.
fn step(mut optimizer: impl Optimizer, g: f32) -> f32 {
    let mut w = Param::new("w", Tensor::zeros([1]));
    let grads = {
        let tape = Tape::new();
        (tape.param(&w) * g).sum().backward()
    };
    optimizer.step(&mut w, &grads);
    w.value().item()
}

/// Adam's first step is −λ·g/(|g| + ε), however small both are.
#[test]
fn adams_step_is_its_formulas() {
    for (g, epsilon) in [
        (2e-14_f32, 1e-15_f32),
        (2e-17, 1e-18),
        (-3e-19, 1e-20),
        (1e-16, 1e-8),
        (1e-18, 1e-8),
        (4e-18, 1e-9),
    ] {
        let want = -1e-3 * g / (g.abs() + epsilon);
        for got in [
            step(Adam::new(1e-3).epsilon(epsilon), g),
            step(AdamW::new(1e-3).epsilon(epsilon), g),
        ] {
            let off = (got / want - 1.0).abs();
            assert!(off < 1e-3, "g {g:e}, ε {epsilon:e}: {got:e}, {want:e}");
        }
    }
}

#[test]
fn nothing_hides_nan() {
    assert!(step(Adam::default(), f32::NAN).is_nan());
    assert!(step(RmsProp::default(), f32::NAN).is_nan());
    assert!(step(Momentum::new(0.1, 0.9), f32::NAN).is_nan());
    assert!(step(Nesterov::new(0.1, 0.9), f32::NAN).is_nan());
    assert!(step(Adadelta::default(), f32::NAN).is_nan());
}

/// PyTorch's rule: the length plus 10⁻⁶ stands below the fraction bar.
#[test]
fn a_tiny_gradient_is_shortened_by_the_same_rule() {
    let mut model = linear(1, 1, 1).without_bias();
    *model.weight.value_mut() = Tensor::full([1, 1], 1.0);
    let tape = Tape::new();
    let x = tape.constant(Tensor::full([1, 1], 3e-6));
    let mut grads = model.forward(&tape, x).sum().backward();
    let norm = grads.clip_norm(&model, 1e-6);
    assert!((norm / 3e-6 - 1.0).abs() < 1e-5, "{norm:e}");
    let short = grads.param(&model.weight).expect("has one").item();
    assert!((short / 0.75e-6 - 1.0).abs() < 1e-5, "{short:e}");
}
