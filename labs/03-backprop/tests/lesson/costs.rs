//! Numerical gradients, the two costs, and entropy.

use crate::reference::STORED;
use crate::{all_close, close};
use lab03::cost::{Cost, race, steps_until_below};
use lab03::information::*;
use lab03::{numeric, solutions};
use ndarray::{Array1, Array2, array};

#[test]
fn central_differences_gain_four_times_by_halving_the_step_and_forward_ones_twice() {
    let f = |x: f64| x.exp();
    let error = |estimate: f64| (estimate - 1f64.exp()).abs();
    let central = |h| error(numeric::central_difference(&f, 1.0, h));
    let forward = |h| error(numeric::forward_difference(&f, 1.0, h));
    close(central(0.02) / central(0.01), 4.0, 1e-3);
    close(forward(0.02) / forward(0.01), 2.0, 1e-2);
}

#[test]
fn the_error_against_the_step_is_a_u() {
    let sweep = numeric::step_sweep();
    let best = |error: &dyn Fn(&numeric::StepError) -> f64| {
        *sweep
            .iter()
            .min_by(|a, b| error(a).total_cmp(&error(b)))
            .expect("a row")
    };
    let central = best(&|row| row.central);
    let forward = best(&|row| row.forward);
    assert!(
        (1e-7..1e-3).contains(&central.h) && central.central < 1e-10,
        "{central:?}"
    );
    assert!(
        (1e-10..1e-6).contains(&forward.h) && forward.forward < 1e-7,
        "{forward:?}"
    );
    let (first, last) = (&sweep[0], &sweep[sweep.len() - 1]);
    assert!(
        first.central > 1e-3 && last.central > 1e-5,
        "both arms of the U rise: {first:?} {last:?}"
    );
    let single = best(&|row| row.single.unwrap_or(f64::MAX));
    assert!(single.h > 1e-4 && single.single > Some(1e-6), "{single:?}");
}

#[test]
fn the_costs_derivatives_are_their_finite_differences() {
    for cost in [Cost::Quadratic, Cost::CrossEntropy] {
        for (z, y) in [(0.7, 1.0), (-1.3, 1.0), (2.1, 0.0), (-0.4, 0.25)] {
            let sigmoid = lab03::by_hand::sigmoid;
            let c = |z: f64| cost.value(sigmoid(z), y);
            close(
                cost.derivative(sigmoid(z), y),
                numeric::central_difference(&c, z, 1e-5),
                1e-9,
            );
        }
    }
}

#[test]
fn the_quadratic_cost_starts_slowly_from_a_saturated_start() {
    let quadratic = race(Cost::Quadratic, 4.0, 4.0, 0.5, 20_000);
    let entropy = race(Cost::CrossEntropy, 4.0, 4.0, 0.5, 20_000);
    close(quadratic[0], 0.999_664_649_869_533_6, 1e-12);
    let (q, e) = (
        steps_until_below(&quadratic, 0.5),
        steps_until_below(&entropy, 0.5),
    );
    let (q, e) = (q.expect("gets there"), e.expect("gets there"));
    assert!(
        e < 15 && q > 100 * e,
        "cross-entropy {e} steps, quadratic {q}"
    );
}

#[test]
fn the_neurons_gradient_is_pytorchs() {
    type Case = (&'static str, Array2<f64>, Array1<f64>, Array1<f64>, f64);
    let cases: [Case; 3] = [
        (
            "neuron_a",
            array![[0.5, -1.0, 2.0], [1.5, 0.25, -0.5]],
            array![1.0, 0.0],
            array![0.3, -0.7, 0.2],
            0.1,
        ),
        (
            "neuron_b",
            array![[3.0], [-2.0], [0.5], [1.0], [-0.25]],
            array![0.0, 0.0, 1.0, 1.0, 1.0],
            array![1.25],
            -0.5,
        ),
        (
            "neuron_c",
            array![[2.0, 6.0]],
            array![0.0],
            array![1.5, 0.75],
            0.5,
        ),
    ];
    for (name, x, y, w, b) in cases {
        let (dw, db) = solutions::cross_entropy_gradient(&x, &y, &w, b);
        all_close(&dw, &STORED.values(&format!("{name}.dw")), 1e-13);
        close(db, STORED.value(&format!("{name}.db")), 1e-13);
    }
}

#[test]
fn the_divergences_are_pytorchs() {
    let cases = [
        ("kl_a", vec![0.5, 0.25, 0.125, 0.125], vec![0.25; 4]),
        ("kl_b", vec![0.7, 0.0, 0.3], vec![0.2, 0.5, 0.3]),
        ("kl_c", vec![0.1, 0.9], vec![0.6, 0.4]),
        ("kl_d", vec![0.0, 1.0, 0.0], vec![0.05, 0.8, 0.15]),
    ];
    for (name, p, q) in cases {
        close(kl_divergence(&p, &q), STORED.value(name), 1e-14);
        close(solutions::kl_divergence(&p, &q), STORED.value(name), 1e-14);
        close(
            cross_entropy(&p, &q),
            entropy(&p) + kl_divergence(&p, &q),
            1e-14,
        );
        assert!(kl_divergence(&p, &q) > 0.0 && kl_divergence(&p, &p).abs() < 1e-15);
    }
}

#[test]
fn messages_are_as_long_as_entropy_says() {
    close(bits(entropy(&SKY)), 1.75, 1e-14);
    close(bits(entropy(&[0.5, 0.5])), 1.0, 1e-14);
    let text = message(&SKY, 100_000, 1);
    for (code, expected) in [(SKY_CODE, 1.75), (EVEN_CODE, 2.0), (CLOUD_CODE, 2.375)] {
        close(bits(cross_entropy(&SKY, &believed(&code))), expected, 1e-14);
        let written = encode(&text, &code);
        close(written.len() as f64 / text.len() as f64, expected, 0.01);
        assert_eq!(decode(&written, &code).as_deref(), Some(&text[..]));
    }
    assert_eq!(decode("1", &SKY_CODE), None);
    let q = believed(&CLOUD_CODE);
    close(bits(kl_divergence(&SKY, &q)), 0.625, 1e-14);
    close(bits(kl_divergence(&q, &SKY)), 0.5, 1e-14);
}
