//! Sections 11 to 13: what one neuron learns, what it cannot, and what three can.

use crate::support::{STORED, close, close_neurons};
use lab01::data::{AND, NAND, OR, XOR, gate};
use lab01::descent::descend;
use lab01::loss::{gradient, mean_log_loss};
use lab01::neuron::step;
use lab01::perceptron::mistakes;
use lab01::{Neuron, solutions};
use std::f64::consts::LN_2;

#[test]
fn and_or_nand_are_learned_as_pytorch_learns_them() {
    for (name, answers) in [("AND", AND), ("OR", OR), ("NAND", NAND)] {
        let data = gate(answers);
        let end = descend(Neuron::blank(), 1.0, 2000, |neuron| gradient(neuron, &data))[2000];
        close_neurons(
            &end,
            &STORED.values(&format!("{name}_after_2000_steps_of_1")),
            1e-9,
        );
        close(
            mean_log_loss(&end, &data),
            STORED.value(&format!("{name}_loss")),
            1e-9,
        );
        assert_eq!(mistakes(&end, &data), 0);
        let doubled = Neuron {
            w: end.w.map(|w| 2.0 * w),
            b: 2.0 * end.b,
        };
        assert!(
            mean_log_loss(&doubled, &data) < mean_log_loss(&end, &data),
            "bigger is always better here"
        );
    }
}

#[test]
fn xor_ends_at_one_half_everywhere() {
    let data = gate(XOR);
    let end = descend(
        Neuron {
            w: [2.0, -1.0],
            b: 0.5,
        },
        1.0,
        2000,
        |neuron| gradient(neuron, &data),
    )[2000];
    close_neurons(&end, &[0.0, 0.0, 0.0], 1e-12);
    close(mean_log_loss(&end, &data), LN_2, 1e-15);
    assert!(
        data.iter()
            .all(|corner| (end.probability(&corner.x) - 0.5).abs() < 1e-12)
    );
}

#[test]
fn no_neuron_has_a_loss_below_ln_2_on_xor_or_gets_all_four_right() {
    let data = gate(XOR);
    let grid = || (-12..=12).map(|i| f64::from(i) / 2.0);
    for (w1, w2) in grid().flat_map(|w1| grid().map(move |w2| (w1, w2))) {
        for b in grid() {
            let neuron = Neuron { w: [w1, w2], b };
            assert!(mean_log_loss(&neuron, &data) >= LN_2 - 1e-15, "{neuron:?}");
            assert!(mistakes(&neuron, &data) >= 1, "{neuron:?}");
        }
    }
    assert_eq!(
        mistakes(
            &Neuron {
                w: [1.0, 1.0],
                b: -0.5
            },
            &data
        ),
        1,
        "the OR line gets three of four"
    );
}

#[test]
fn three_neurons_can() {
    let or = Neuron {
        w: [10.0, 10.0],
        b: -5.0,
    };
    let nand = Neuron {
        w: solutions::nand_weights()[..2].try_into().unwrap(),
        b: solutions::nand_weights()[2],
    };
    let and = Neuron {
        w: [10.0, 10.0],
        b: -15.0,
    };
    for corner in gate(XOR) {
        let p = and.probability(&[or.probability(&corner.x), nand.probability(&corner.x)]);
        assert_eq!(step(p - 0.5), corner.y);
        assert!((p - corner.y).abs() < 0.01, "{corner:?}: {p}");
    }
}
