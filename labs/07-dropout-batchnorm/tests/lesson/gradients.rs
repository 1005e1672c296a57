//! Gradients through nabla's tape, against finite differences and PyTorch.

use crate::reference::{STORED, close, tensor};
use lab07::norm::composed;
use nabla::gradcheck::sample;
use nabla::{Labels, Tape, Tensor, assert_gradients, gradcheck};

#[test]
fn the_classic_mistake_does_not_survive_the_check() {
    let (x, weights) = (sample([5, 3], 4), sample([5, 3], 9));
    let wrong = gradcheck(std::slice::from_ref(&x), |_, v| {
        composed(v[0], &weights, true)
    });
    assert!(wrong.worst > 0.1, "{wrong:?}");
    assert_gradients(&[x], |_, v| composed(v[0], &weights, false));
}

#[test]
fn nablas_batch_norm_is_the_composition() {
    let (x, weights) = (sample([6, 4], 1), sample([6, 4], 2));
    let run = |fused: bool| {
        let tape = Tape::new();
        let x = tape.variable(x.clone());
        let loss = if fused {
            let gamma = tape.constant(Tensor::ones([4]));
            let beta = tape.constant(Tensor::zeros([4]));
            (x.batch_norm(gamma, beta, 1e-5) * tape.constant(weights.clone())).sum()
        } else {
            composed(x, &weights, false)
        };
        let gradients = loss.backward().of(x).data().to_vec();
        (f64::from(loss.item()), gradients)
    };
    let ((a, da), (b, db)) = (run(true), run(false));
    assert!((a - b).abs() < 1e-5);
    assert!(da.iter().zip(&db).all(|(a, b)| (a - b).abs() < 1e-5));
}

#[test]
fn nablas_batch_norm_is_pytorchs() {
    for name in ["narrow", "tall"] {
        let of = |what: &str| tensor(&format!("{name}.{what}"));
        let tape = Tape::new();
        let (x, gamma, beta) = (of("x"), of("gamma"), of("beta"));
        let (x, gamma, beta) = (tape.variable(x), tape.variable(gamma), tape.variable(beta));
        let y = x.batch_norm(gamma, beta, STORED.value(&format!("{name}.epsilon")) as f32);
        let near = |got: &Tensor, what: &str| {
            let got: Vec<f64> = got.data().iter().map(|&g| f64::from(g)).collect();
            close(&got, &STORED.values(&format!("{name}.{what}")), 1e-5);
        };
        near(&y.value(), "y");
        let grads = (y * tape.constant(of("dy"))).sum().backward();
        near(grads.of(x), "dx");
        near(grads.of(gamma), "dgamma");
        near(grads.of(beta), "dbeta");
    }
}

#[test]
fn a_bias_before_batch_norm_has_no_gradient_and_no_effect() {
    let run = |bias: f32| {
        let tape = Tape::new();
        let b = tape.variable(Tensor::full([1, 3], bias));
        let gamma = tape.constant(Tensor::ones([3]));
        let beta = tape.constant(Tensor::zeros([3]));
        let y = (tape.constant(sample([5, 3], 3)) + b).batch_norm(gamma, beta, 1e-5);
        let loss = (y * tape.constant(sample([5, 3], 7))).sum();
        let gradient = loss.backward().of(b).data().to_vec();
        (y.value(), gradient)
    };
    let (plain, moved) = (run(0.0), run(2.0));
    assert!(moved.1.iter().all(|s| s.abs() < 1e-5), "{:?}", moved.1);
    let pairs = plain.0.data().iter().zip(moved.0.data());
    assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-5));
}

#[test]
fn the_weighted_loss_and_its_gradient_are_pytorchs() {
    let labels = [2_u8, 0, 1, 1];
    let weights: Vec<f32> = labels
        .iter()
        .map(|&k| [0.5, 2.0, 1.25][usize::from(k)])
        .collect();
    let tape = Tape::new();
    let logits = [
        1.5, -0.25, 0.75, -1.0, 0.5, 0.25, 2.0, 1.0, -0.5, 0.125, -0.75, 1.25,
    ];
    let x = tape.variable(Tensor::from_slice(&logits, [4, 3]));
    let loss = x.weighted_softmax_cross_entropy(&Labels::new(&labels, 3), &weights);
    close(
        &[f64::from(loss.item())],
        &STORED.values("weighted_a.loss"),
        1e-6,
    );
    let gradient: Vec<f64> = loss
        .backward()
        .of(x)
        .data()
        .iter()
        .map(|&g| f64::from(g))
        .collect();
    close(&gradient, &STORED.values("weighted_a.gradient"), 1e-6);
}

#[test]
fn what_is_dropped_has_no_gradient_and_the_rest_has_more() {
    let tape = Tape::training(&mut nabla::rng(3));
    let x = tape.variable(Tensor::ones([4, 50]));
    let y = x.dropout(0.25);
    let grads = y.sum().backward();
    assert_eq!(y.value().data(), grads.of(x).data());
    let louder = 1.0 / 0.75;
    assert!(
        y.value()
            .data()
            .iter()
            .all(|&v| v == 0.0 || (v - louder).abs() < 1e-6)
    );
}
