//! The half of an engine that is given, with our other half, against the whole engine and PyTorch.

use crate::reference::STORED;
use crate::{all_close, close};
use lab03::engine::Value;
use lab03::solutions;
use lab03::tape::{Engine, xor_loss};
use lab03::xor::{EngineNet, XorNet};

/// XOR's loss and its gradient on a tape, from `weights`.
fn on_a_tape(engine: &Engine, weights: [f64; 9]) -> (f64, Vec<f64>) {
    let mut tape = engine.tape();
    let places = weights.map(|weight| tape.number(weight));
    let loss = xor_loss(&mut tape, &places);
    (tape.value(loss), tape.gradients()[..9].to_vec())
}

#[test]
fn the_tape_says_what_the_engine_says() {
    for seed in 0..20 {
        let net = EngineNet::from_net(&XorNet::random(2, seed));
        let weights: Vec<f64> = net.parameters.iter().map(Value::data).collect();
        let loss = net.loss();
        loss.backward();
        let grads: Vec<f64> = net.parameters.iter().map(Value::grad).collect();
        let engine = Engine {
            mul: solutions::mul,
            walk: solutions::walk_backward,
        };
        let (value, ours) = on_a_tape(&engine, weights.try_into().expect("nine weights"));
        close(value, loss.data(), 1e-12);
        all_close(&ours, &grads, 1e-12);
    }
}

#[test]
fn training_on_the_tape_is_pytorchs_and_learns_xor() {
    let engine = Engine {
        mul: solutions::mul,
        walk: solutions::walk_backward,
    };
    let start = [2.0, 2.0, -1.0, 3.0, -1.5, -1.0, 2.0, 2.5, -1.0];
    let end = solutions::train_xor(&engine, start, 1.0, 300);
    all_close(&end, &STORED.values("xor_c"), 1e-10);
    let (before, _) = on_a_tape(&engine, start);
    let (after, _) = on_a_tape(&engine, end);
    assert!(before > 1.0 && after < 0.15, "{before} and {after}");
}
