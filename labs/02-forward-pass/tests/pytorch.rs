//! The lab's functions beside PyTorch's: `tests/reference/make.py` wrote `reference.json`.

use approx::assert_abs_diff_eq;
use lab02::activation::Activation;
use lab02::network::{HIDDEN, INPUT, OUTPUT, layer, layer_by_hand, matrix};
use lab02::{planted, solutions};
use nalgebra::SVector;
use serde_json::Value;

/// The output of `tests/reference/make.py`.
fn reference() -> Value {
    serde_json::from_str(include_str!("reference/reference.json")).expect("reference.json is JSON")
}

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .expect("a list")
        .iter()
        .map(|v| v.as_f64().expect("a number"))
        .collect()
}

fn close(got: &[f64], want: &[f64], tolerance: f64) {
    assert_eq!(got.len(), want.len());
    for (got, want) in got.iter().zip(want) {
        assert!((got - want).abs() <= tolerance, "{got} is not {want}");
    }
}

#[test]
fn both_networks_agree_with_pytorch() {
    let reference = reference();
    for (key, bias) in [("network", 0.0), ("network_with_bias", 0.1)] {
        let want = &reference[key];
        let hidden = layer(&matrix(&HIDDEN), &SVector::repeat(bias), &INPUT.into());
        let output: [f64; 2] = layer(&matrix(&OUTPUT), &SVector::repeat(bias), &hidden).into();
        close(hidden.as_slice(), &numbers(&want["hidden"]), 1e-12);
        close(&output, &numbers(&want["output"]), 1e-12);
        close(
            &layer_by_hand(&HIDDEN, bias, &INPUT),
            &numbers(&want["hidden"]),
            1e-12,
        );
    }
    let want = &reference["probes"]["planted"]["right"];
    for (i, x) in [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]].into_iter().enumerate() {
        close(&planted::right(x), &numbers(&want[i]), 1e-12);
    }
}

#[test]
fn activations_agree_with_pytorch_in_value_and_derivative() {
    let reference = reference();
    let table = reference["activations"].as_object().expect("an object");
    assert_eq!(table.len(), 7);
    for (name, rows) in table {
        let activation = Activation::ALL
            .into_iter()
            .find(|a| a.name() == name)
            .expect("one of ours");
        for row in rows.as_array().expect("a list") {
            let row = numbers(row);
            close(
                &[activation.value(row[0]), activation.derivative(row[0])],
                &row[1..],
                1e-12,
            );
        }
    }
}

#[test]
fn softmax_agrees_with_pytorch() {
    for case in reference()["softmax"].as_array().expect("a list") {
        close(
            &solutions::softmax(&numbers(&case["scores"])),
            &numbers(&case["p"]),
            1e-12,
        );
    }
}

#[test]
fn solutions_agree_with_pytorch_on_the_probes() {
    let probes = &reference()["probes"];
    assert_abs_diff_eq!(
        solutions::by_hand(),
        numbers(&probes["by_hand"]["output"])[1],
        epsilon = 5e-5
    );
    for row in probes["elu_derivative"].as_array().expect("a list") {
        let row = numbers(row);
        assert_abs_diff_eq!(
            solutions::elu_derivative(row[0], row[1]),
            row[2],
            epsilon = 1e-12
        );
    }
    for row in probes["cross_entropy"].as_array().expect("a list") {
        let truth = row[1].as_u64().expect("a class") as usize;
        let want = row[2].as_f64().expect("a number");
        assert_abs_diff_eq!(
            solutions::cross_entropy(&numbers(&row[0]), truth),
            want,
            epsilon = 1e-12
        );
    }
    for row in probes["parameters"].as_array().expect("a list") {
        let widths: Vec<usize> = numbers(&row[0]).into_iter().map(|w| w as usize).collect();
        assert_eq!(Some(solutions::parameters(&widths) as u64), row[1].as_u64());
    }
}
