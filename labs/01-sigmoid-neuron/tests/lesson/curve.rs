//! Sections 1 to 5: the neuron, its curve, sums of curves, the perceptron.

use crate::support::{close, slices};
use lab01::data::{AND, NAND, OR, gate};
use lab01::neuron::{sigmoid, sigmoid_derivative};
use lab01::perceptron::{mistakes, perceptron, recurrence};
use lab01::shapes::Staircase;
use lab01::{Neuron, solutions};

#[test]
fn the_parts_of_a_neuron_add_up() {
    let neuron = Neuron {
        w: [0.4, 0.3, -0.6],
        b: 0.1,
    };
    close(neuron.sum(&[2.0, -1.0, 0.5]), 0.3, 1e-12); // 0.1 + 0.8 − 0.3 − 0.3
    close(
        neuron.probability(&[2.0, -1.0, 0.5]),
        0.574442516811659,
        1e-12,
    ); // NumPy: 1/(1+exp(-0.3))
    assert_eq!(neuron.decision(&[2.0, -1.0, 0.5]), 1.0);
}

#[test]
fn the_curve_is_symmetric_monotone_and_never_leaves_0_to_1() {
    let grid = || (-4000..=4000).map(|i| f64::from(i) / 100.0);
    for s in grid() {
        close(sigmoid(-s), 1.0 - sigmoid(s), 1e-15);
        assert!((0.0..=1.0).contains(&sigmoid(s)));
        let measured = (sigmoid(s + 1e-6) - sigmoid(s - 1e-6)) / 2e-6;
        close(sigmoid_derivative(s), measured, 1e-9);
    }
    assert!(
        grid()
            .zip(grid().skip(1))
            .all(|(a, b)| sigmoid(a) <= sigmoid(b))
    );
    assert_eq!((sigmoid(0.0), sigmoid_derivative(0.0)), (0.5, 0.25));
    assert_eq!((sigmoid(-1e300), sigmoid(1e300)), (0.0, 1.0));
}

#[test]
fn the_start_of_the_story_is_b_0_w_1() {
    // [EXP]: f(x) = 1/(1 + exp(−(b + wx))) with b = 0, w = 1; NumPy values at −4, −2, 2, 4.
    let known = [
        (-4.0, 0.017986209962091562),
        (-2.0, 0.11920292202211757),
        (2.0, 0.8807970779778823),
    ];
    for (x, want) in known {
        close(solutions::logistic(x, 1.0, 0.0), want, 1e-15);
    }
}

#[test]
fn weight_is_steepness_and_bias_is_place() {
    for (w, b) in [(1.0, 0.0), (4.0, 2.0), (-1.5, 0.75), (0.5, -3.0)] {
        let middle = Neuron { w: [w], b }.boundary();
        close(solutions::logistic(middle, w, b), 0.5, 1e-15);
        close(solutions::logistic_derivative(middle, w, b), w / 4.0, 1e-15);
        // One unit of x multiplies the odds by e^w.
        let odds = |x| solutions::logistic(x, w, b) / (1.0 - solutions::logistic(x, w, b));
        close(odds(middle + 1.0) / odds(middle), w.exp(), 1e-12);
    }
}

#[test]
fn a_bump_is_high_inside_and_low_outside() {
    let at = |x| solutions::bump(x, 2.0, 5.0, 8.0);
    assert!(at(3.5) > 0.9999 && at(0.0) < 1e-6 && at(7.0) < 1e-6);
    close(at(2.0), 0.5, 1e-9);
    close(at(5.0), 0.5, 1e-9);
}

#[test]
fn twice_the_units_halve_the_error_of_the_staircase() {
    let target = |x: f64| x.sin() + 0.3 * x;
    let worst = |units| {
        let stairs = Staircase::follow(target, 0.0, 8.0, units);
        let error = |i| (stairs.at(f64::from(i) / 100.0) - target(f64::from(i) / 100.0)).abs();
        (0..=800).map(error).fold(0.0, f64::max)
    };
    for units in [16, 32, 64, 128] {
        let ratio = worst(units) / worst(2 * units);
        assert!(
            (1.9..2.1).contains(&ratio),
            "{units} units: the error shrinks by {ratio}"
        );
    }
}

#[test]
fn the_perceptron_learns_and_in_five_rounds() {
    let trail = perceptron(&gate(AND), 6);
    let wrong: Vec<usize> = trail
        .iter()
        .map(|neuron| mistakes(neuron, &gate(AND)))
        .collect();
    assert_eq!(wrong, [3, 3, 2, 1, 2, 0, 0]);
    assert_eq!(
        trail[5],
        Neuron {
            w: [2.0, 1.0],
            b: -3.0
        }
    );
    for answers in [OR, NAND] {
        assert_eq!(
            mistakes(&perceptron(&gate(answers), 20)[20], &gate(answers)),
            0
        );
    }
}

#[test]
fn on_toast_the_perceptron_runs_in_a_circle() {
    let trail = perceptron(&slices(), 60);
    assert!(trail.iter().all(|neuron| mistakes(neuron, &slices()) > 0));
    let (first, period) = recurrence(&trail).expect("the walk should come back to where it was");
    assert_eq!((first, period), (25, 9));
    close(trail[first + period].w[0], trail[first].w[0], 1e-9);
    assert_eq!(recurrence(&trail[..first + period]), None);
}
