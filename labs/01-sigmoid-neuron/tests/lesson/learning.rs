//! Sections 6 to 10: the loss, its gradient, the way down, the overflow.

use crate::support::{STORED, close, close_neurons, flat, slices};
use lab01::descent::{curvature, descend, gradient_with_frozen_bias, largest_rate, newton};
use lab01::loss::{
    gradient, likelihood, log_loss, mean_log_loss, measured_gradient, naive_log_loss,
};
use lab01::{Example, Neuron, solutions};
use std::f64::consts::LN_2;

#[test]
fn the_toast_is_the_toast_that_numpy_saw() {
    let rows = include_str!("../reference/toast.csv").lines().skip(1);
    let stored: Vec<Example<1>> = rows
        .map(|row| {
            let (minutes, burnt) = row.split_once(',').unwrap();
            Example {
                x: [minutes.parse().unwrap()],
                y: burnt.parse().unwrap(),
            }
        })
        .collect();
    assert_eq!(slices(), stored);
}

#[test]
fn likelihood_and_log_loss_are_one_number_in_two_scales() {
    let neuron = Neuron { w: [0.7], b: -1.1 };
    let data = slices();
    let product = likelihood(&neuron, &data);
    close(
        mean_log_loss(&neuron, &data),
        -product.ln() / data.len() as f64,
        1e-12,
    );
    let many: Vec<Example<1>> = data.iter().copied().cycle().take(1100).collect();
    assert_eq!(
        likelihood(&Neuron::blank(), &many),
        0.0,
        "½ to the 1,100th underflows"
    );
    close(mean_log_loss(&Neuron::blank(), &many), LN_2, 1e-12);
}

#[test]
fn loss_and_gradient_agree_with_pytorch_and_with_finite_differences() {
    let neuron = Neuron { w: [0.7], b: -1.1 };
    let data = slices();
    close(
        mean_log_loss(&neuron, &data),
        STORED.value("toast_loss_at_(0.7,-1.1)"),
        1e-12,
    );
    close_neurons(
        &gradient(&neuron, &data),
        &STORED.values("toast_gradient_at_(0.7,-1.1)"),
        1e-12,
    );
    let measured = measured_gradient(&neuron, |neuron| mean_log_loss(neuron, &data));
    close_neurons(&gradient(&neuron, &data), &flat(&measured), 1e-9);

    let neuron = Neuron {
        w: [0.9, -1.7],
        b: 0.4,
    };
    let data = [
        Example {
            x: [1.5, -0.5],
            y: 1.0,
        },
        Example {
            x: [-2.0, 3.0],
            y: 0.0,
        },
        Example {
            x: [0.25, 1.0],
            y: 1.0,
        },
    ];
    let measured = measured_gradient(&neuron, |neuron| mean_log_loss(neuron, &data));
    close_neurons(&gradient(&neuron, &data), &flat(&measured), 1e-9);
}

#[test]
fn the_learners_gradient_is_the_lessons_gradient() {
    let pairs: Vec<(f64, f64)> = slices().iter().map(|slice| (slice.x[0], slice.y)).collect();
    let (dw, db) = solutions::gradient(&pairs, 0.7, -1.1);
    close_neurons(
        &gradient(&Neuron { w: [0.7], b: -1.1 }, &slices()),
        &[dw, db],
        1e-12,
    );
}

#[test]
fn the_stable_loss_holds_where_the_naive_one_breaks() {
    for s in (-300..=300).map(|i| f64::from(i) / 10.0) {
        for y in [0.0, 1.0] {
            close(log_loss(s, y), naive_log_loss(s, y), 1e-3); // 1 − p loses digits well before it breaks
            close(log_loss(s, y), solutions::log_loss(s, y), 1e-15);
        }
    }
    for (s, y) in [
        ("0.7", "1"),
        ("-1.9", "1"),
        ("2.4", "0"),
        ("800.0", "0"),
        ("-800.0", "1"),
        ("45.0", "0"),
    ] {
        let want = STORED.value(&format!("log_loss({s},{y})"));
        close(
            log_loss(s.parse().unwrap(), y.parse().unwrap()),
            want,
            1e-12,
        );
    }
    assert_eq!(naive_log_loss(40.0, 0.0), f64::INFINITY);
    assert!(naive_log_loss(800.0, 1.0).is_nan());
    assert_eq!(log_loss(40.0, 0.0), 40.0);
    // The first term of the series of ln(1 + e⁻⁴⁰); the next is e⁻⁸⁰/2. No digit is lost.
    assert!((log_loss(40.0, 1.0) / (-40.0_f64).exp() - 1.0).abs() < 1e-15);
}

#[test]
fn descent_newton_and_numpy_end_in_the_same_place() {
    let data = slices();
    let want = STORED.values("toast_optimum");
    close_neurons(&newton(&data, 8)[8], &want, 1e-12);
    let walk = descend(Neuron::blank(), 0.5, 5000, |neuron| gradient(neuron, &data));
    close_neurons(&walk[5000], &want, 1e-7);
    close_neurons(
        &walk[1000],
        &STORED.values("toast_after_1000_steps_of_0.5"),
        1e-10,
    );
    close(
        mean_log_loss(&walk[5000], &data),
        STORED.value("toast_optimum_loss"),
        1e-12,
    );
    let losses: Vec<f64> = walk
        .iter()
        .map(|neuron| mean_log_loss(neuron, &data))
        .collect();
    assert!(
        losses.windows(2).all(|pair| pair[1] <= pair[0] + 1e-15),
        "a small rate only goes down"
    );
}

#[test]
fn a_rate_above_the_limit_never_settles() {
    let data = slices();
    let best = newton(&data, 8)[8];
    let eigenvalues = STORED.values("toast_curvature");
    close(largest_rate(&best, &data), 2.0 / eigenvalues[1], 1e-10);
    let [ww, wb, bb] = curvature(&best, &data);
    close(ww * bb - wb * wb, eigenvalues[0] * eigenvalues[1], 1e-12);
    let after = |rate: f64, steps| {
        mean_log_loss(
            &descend(Neuron::blank(), rate, steps, |neuron| {
                gradient(neuron, &data)
            })[steps],
            &data,
        )
    };
    close(after(2.0, 2000), after(0.5, 5000), 1e-9);
    assert!(after(2.2, 4000) > after(2.0, 2000) + 0.01);
    assert!(after(4.0, 4000) > after(2.0, 2000) + 0.1);
}

#[test]
fn a_frozen_bias_pins_the_curve_at_one_half() {
    let data = slices();
    let walk = descend(Neuron::blank(), 0.5, 2000, |neuron| {
        gradient_with_frozen_bias(neuron, &data)
    });
    assert_eq!(walk[2000].b, 0.0);
    assert_eq!(walk[2000].probability(&[0.0]), 0.5);
    let lost = mean_log_loss(&walk[2000], &data) - STORED.value("toast_optimum_loss");
    assert!(lost > 0.2, "the loss is only {lost} above the best");
}
