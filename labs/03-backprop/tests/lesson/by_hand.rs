//! One weight, the 3-3-2 net, and the same for a batch.

use crate::reference::STORED;
use crate::{all_close, close, reference};
use lab03::by_hand::{INPUTS, Net, TARGETS, error, one_weight};
use lab03::layer::{self, BatchNet, mean_error};
use lab03::{numeric, solutions};
use ndarray::{Array1, Array2, array, aview1};

#[test]
fn the_lectures_weight() {
    let derivatives = one_weight(0.13, 0.35, 0.9);
    close(derivatives.error_by_output, -0.55, 1e-12);
    close(derivatives.output_by_sum, 0.2275, 1e-12);
    close(derivatives.error_by_weight, -0.016_266_25, 1e-12);
    assert_eq!(format!("{:.5}", derivatives.error_by_weight), "-0.01627");
}

#[test]
fn every_intermediate_of_the_net_is_pytorchs() {
    let net = Net::lecture();
    let trace = net.forward(INPUTS);
    let g = net.backward(&trace, TARGETS);
    close(
        error(&TARGETS, &trace.output),
        STORED.value("net.loss"),
        1e-14,
    );
    let mut checked = 0;
    let mut check = |name: &str, ours: &[f64]| {
        all_close(ours, &STORED.values(&format!("net.{name}")), 1e-14);
        checked += 1;
    };
    check("sum1", &trace.sum1);
    check("hidden", &trace.hidden);
    check("sum2", &trace.sum2);
    check("output", &trace.output);
    check("d_output", &g.d_output);
    check("d_sum2", &g.d_sum2);
    check("d_w2", g.d_w2.as_flattened());
    check("d_b2", &g.d_b2);
    check("d_hidden", &g.d_hidden);
    check("d_sum1", &g.d_sum1);
    check("d_w1", g.d_w1.as_flattened());
    check("d_b1", &g.d_b1);
    check("d_x", &g.d_x);
    assert_eq!(checked, 13);
}

#[test]
fn the_lectures_sums_and_sigmoids() {
    let trace = Net::lecture().forward(INPUTS);
    all_close(&trace.sum1, &[-1.9, 3.1, -0.4], 1e-12);
    all_close(&trace.hidden, &[0.130, 0.957, 0.401], 5e-4);
    all_close(&trace.output, &[0.3458, 0.8531], 5e-5);
}

#[test]
fn a_step_against_the_gradient_lowers_the_error_as_much_as_promised() {
    let mut net = Net::lecture();
    let trace = net.forward(INPUTS);
    let before = error(&TARGETS, &trace.output);
    let g = net.backward(&trace, TARGETS);
    let rate = 1e-4;
    net.step(&g, rate);
    let after = error(&TARGETS, &net.forward(INPUTS).output);
    let all = [
        g.d_w1.as_flattened(),
        &g.d_b1,
        g.d_w2.as_flattened(),
        &g.d_b2,
    ];
    let square: f64 = all.iter().flat_map(|s| s.iter()).map(|v| v * v).sum();
    close((before - after) / rate, square, 1e-4);
}

#[test]
fn a_batch_of_one_is_the_net_by_hand() {
    let net = Net::lecture();
    let g = net.backward(&net.forward(INPUTS), TARGETS);
    let batch = BatchNet::from_net(&net);
    let (x, targets) = (row(&INPUTS), row(&TARGETS));
    let b = batch.backward(&x, &batch.forward(&x), &targets);
    all_close(&b.d_w1, g.d_w1.as_flattened(), 1e-15);
    all_close(&b.d_b1, &g.d_b1, 1e-15);
    all_close(&b.d_w2, g.d_w2.as_flattened(), 1e-15);
    all_close(&b.d_x, &g.d_x, 1e-15);
}

fn row(v: &[f64]) -> Array2<f64> {
    aview1(v).to_owned().insert_axis(ndarray::Axis(0))
}

/// The batch of `make.py`: four samples, hidden biases 0.1, output biases 0.2 and −0.1.
fn batch() -> (BatchNet, Array2<f64>, Array2<f64>) {
    let mut net = Net::lecture();
    net.b1 = [0.1; 3];
    net.b2 = [0.2, -0.1];
    let x = array![
        [0.5, 0.9, -0.3],
        [-1.2, 0.4, 0.8],
        [0.1, -0.7, 1.5],
        [2.0, 0.3, -0.6]
    ];
    let targets = array![[0.9, 0.1], [0.2, 0.7], [0.6, 0.4], [0.05, 0.95]];
    (BatchNet::from_net(&net), x, targets)
}

#[test]
fn every_gradient_of_a_batch_is_pytorchs() {
    let (net, x, targets) = batch();
    let trace = net.forward(&x);
    let g = net.backward(&x, &trace, &targets);
    close(
        mean_error(&targets, &trace.output),
        STORED.value("batch.loss"),
        1e-14,
    );
    let matrices = [
        ("hidden", &trace.hidden),
        ("output", &trace.output),
        ("d_output", &g.d_output),
        ("d_sum2", &g.d_sum2),
        ("d_w2", &g.d_w2),
        ("d_hidden", &g.d_hidden),
        ("d_sum1", &g.d_sum1),
        ("d_w1", &g.d_w1),
        ("d_x", &g.d_x),
    ];
    for (name, ours) in matrices {
        let theirs = reference::matrix(&format!("batch.{name}"));
        assert_eq!(ours.dim(), theirs.dim(), "{name}");
        all_close(ours, &theirs, 1e-14);
    }
    all_close(&g.d_b1, &STORED.values("batch.d_b1"), 1e-14);
    all_close(&g.d_b2, &STORED.values("batch.d_b2"), 1e-14);
}

#[test]
fn a_batchs_gradient_is_the_mean_of_its_samples() {
    let (net, x, targets) = batch();
    let whole = net.backward(&x, &net.forward(&x), &targets);
    let mut mean = Array2::<f64>::zeros(whole.d_w1.raw_dim());
    for i in 0..4 {
        let (x, t) = (
            x.slice(ndarray::s![i..i + 1, ..]).to_owned(),
            targets.slice(ndarray::s![i..i + 1, ..]).to_owned(),
        );
        mean = mean + net.backward(&x, &net.forward(&x), &t).d_w1 / 4.0;
    }
    all_close(&whole.d_w1, &mean, 1e-14);
}

#[test]
fn a_layers_backward_is_pytorchs_and_the_finite_difference() {
    for case in ["layer_a", "layer_b", "layer_c"] {
        let get = |part: &str| reference::matrix(&format!("{case}.{part}"));
        let (x, w, d_sum) = (get("x"), get("w"), get("dy"));
        let d_b = STORED.values(&format!("{case}.db"));
        for backward in [layer::backward, solutions::layer_backward] {
            let (dx, dw, db) = backward(&x, &w, &d_sum);
            all_close(&dx, &get("dx"), 1e-14);
            all_close(&dw, &get("dw"), 1e-14);
            all_close(&db, &d_b, 1e-14);
            let bias = Array1::zeros(w.ncols());
            let along = |w: &[f64]| {
                let w = Array2::from_shape_vec(dw.raw_dim(), w.to_vec()).expect("as many as w");
                (layer::forward(&x, &w, &bias) * &d_sum).sum()
            };
            let flat: Vec<f64> = w.iter().copied().collect();
            all_close(&dw, &numeric::gradient(&along, &flat, 1e-5), 1e-8);
        }
    }
}

#[test]
fn the_sigmoids_backward_is_pytorchs() {
    for (case, d) in [
        ("sigmoid_a", vec![0.5, -1.25, 2.0]),
        ("sigmoid_b", vec![-0.75, 4.0]),
        ("sigmoid_c", vec![-3.0]),
    ] {
        let output = STORED.values(&format!("{case}.output"));
        let expected = STORED.values(&format!("{case}.d_sum"));
        all_close(
            &layer::sigmoid_backward(&row(&output), &row(&d)),
            &expected,
            1e-14,
        );
    }
}
