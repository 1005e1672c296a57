//! What the lesson says, asserted: facts of the sources, reference values, gradients, properties.

use lab01::data::{AND, NAND, OR, XOR, gate, toast};
use lab01::descent::{curvature, descend, gradient_with_frozen_bias, largest_rate, newton};
use lab01::loss::{
    gradient, likelihood, log_loss, mean_log_loss, measured_gradient, naive_log_loss,
};
use lab01::neuron::{sigmoid, sigmoid_slope, step};
use lab01::perceptron::{mistakes, perceptron, recurrence};
use lab01::shapes::{Staircase, bump};
use lab01::{Example, Neuron, solutions};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::f64::consts::LN_2;

/// The values that `tests/reference/make.py` printed under this name.
fn reference(name: &str) -> Vec<f64> {
    let line = include_str!("reference/reference.txt")
        .lines()
        .find_map(|line| {
            line.strip_prefix(name)?
                .strip_prefix(' ')
                .filter(|rest| is_numbers(rest))
        })
        .unwrap_or_else(|| panic!("reference.txt has no line `{name}`"));
    line.split(' ')
        .map(|value| value.parse().unwrap())
        .collect()
}

fn is_numbers(text: &str) -> bool {
    text.split(' ').all(|word| word.parse::<f64>().is_ok())
}

#[track_caller]
fn close(got: f64, want: f64, tolerance: f64) {
    let near = (got - want).abs() <= tolerance * want.abs().max(1.0);
    assert!(near, "got {got}, expected {want}");
}

#[track_caller]
fn close_neurons<const D: usize>(got: &Neuron<D>, want: &[f64], tolerance: f64) {
    assert_eq!(
        want.len(),
        D + 1,
        "a neuron of {D} inputs has {} numbers",
        D + 1
    );
    for (got, want) in got.w.iter().chain([&got.b]).zip(want) {
        close(*got, *want, tolerance);
    }
}

/// The fifty slices of the lesson, with the lesson's own seed.
fn slices() -> Vec<Example<1>> {
    toast(50, &mut ChaCha8Rng::seed_from_u64(1))
}

fn flat<const D: usize>(neuron: &Neuron<D>) -> Vec<f64> {
    neuron.w.iter().copied().chain([neuron.b]).collect()
}

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab01::judging::exercises());
}

#[test]
fn the_toast_is_the_toast_that_numpy_saw() {
    let rows = include_str!("reference/toast.csv").lines().skip(1);
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
        let slope = (sigmoid(s + 1e-6) - sigmoid(s - 1e-6)) / 2e-6;
        close(sigmoid_slope(s), slope, 1e-9);
    }
    assert!(
        grid()
            .zip(grid().skip(1))
            .all(|(a, b)| sigmoid(a) <= sigmoid(b))
    );
    assert_eq!((sigmoid(0.0), sigmoid_slope(0.0)), (0.5, 0.25));
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
        close(solutions::logistic_slope(middle, w, b), w / 4.0, 1e-15);
        // One unit of x multiplies the odds by e^w.
        let odds = |x| solutions::logistic(x, w, b) / (1.0 - solutions::logistic(x, w, b));
        close(odds(middle + 1.0) / odds(middle), w.exp(), 1e-12);
    }
}

#[test]
fn a_bump_is_high_inside_and_low_outside() {
    let at = |x| bump(x, 2.0, 5.0, 8.0);
    assert!(at(3.5) > 0.9999 && at(0.0) < 1e-6 && at(7.0) < 1e-6);
    close(at(2.0), 0.5, 1e-9);
    close(at(5.0), 0.5, 1e-9);
    close(at(2.7), solutions::bump(2.7, 2.0, 5.0, 8.0), 1e-12);
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
        reference("toast loss at (0.7,-1.1)")[0],
        1e-12,
    );
    close_neurons(
        &gradient(&neuron, &data),
        &reference("toast gradient at (0.7,-1.1)"),
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
    let (slope_w, slope_b) = solutions::gradient(&pairs, 0.7, -1.1);
    close_neurons(
        &gradient(&Neuron { w: [0.7], b: -1.1 }, &slices()),
        &[slope_w, slope_b],
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
        let want = reference(&format!("log_loss({s},{y})"))[0];
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
    let want = reference("toast optimum");
    close_neurons(&newton(&data, 8)[8], &want, 1e-12);
    let walk = descend(Neuron::blank(), 0.5, 5000, |neuron| gradient(neuron, &data));
    close_neurons(&walk[5000], &want, 1e-7);
    close_neurons(
        &walk[1000],
        &reference("toast after 1000 steps of 0.5"),
        1e-10,
    );
    close(
        mean_log_loss(&walk[5000], &data),
        reference("toast optimum loss")[0],
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
    let eigenvalues = reference("toast curvature");
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
    let lost = mean_log_loss(&walk[2000], &data) - reference("toast optimum loss")[0];
    assert!(lost > 0.2, "the loss is only {lost} above the best");
}

#[test]
fn and_or_nand_are_learned_as_pytorch_learns_them() {
    for (name, answers) in [("AND", AND), ("OR", OR), ("NAND", NAND)] {
        let data = gate(answers);
        let end = descend(Neuron::blank(), 1.0, 2000, |neuron| gradient(neuron, &data))[2000];
        close_neurons(
            &end,
            &reference(&format!("{name} after 2000 steps of 1")),
            1e-9,
        );
        close(
            mean_log_loss(&end, &data),
            reference(&format!("{name} loss"))[0],
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
