//! The numbers of the lesson against NumPy, PyTorch, finite differences and closed forms.

mod reference;

use lab04::line::{self, START, X, Y};
use lab04::samples::{self, Samples};
use lab04::surface::{self, Landscape};
use lab04::{bowl, graph, momentum, poly, robust, solutions, stochastic, table};
use nabla::optim::{Adadelta, Adam, Momentum, Nesterov, Optimizer, RmsProp, Sgd};
use nalgebra::{DMatrix, DVector};
use reference::{assert_close, reference};

const X64: [f64; 4] = [1.0, 2.0, 3.0, 4.0];
const Y64: [f64; 4] = [0.0, -1.0, -2.0, -3.0];
const START64: [f64; 2] = [0.3, -0.3];

fn rng() -> rand_chacha::ChaCha8Rng {
    rand::SeedableRng::seed_from_u64(1)
}

#[test]
fn the_judge_bites() {
    labkit::judge::prove(lab04::judging::exercises());
}

#[test]
fn the_line_starts_at_23_66_and_can_reach_0() {
    let predictions = line::predict(0.3, -0.3, &X);
    for (got, want) in predictions.iter().zip([0.0, 0.3, 0.6, 0.9]) {
        assert!((got - want).abs() < 1e-7, "{got} {want}");
    }
    let loss = line::summed_squared_loss(0.3, -0.3, &X, &Y);
    assert_eq!(format!("{loss:.5}"), "23.66000");
    assert_close(&[f64::from(loss)], &reference("start_loss"), 1e-7);
    assert_eq!(line::summed_squared_loss(-1.0, 1.0, &X, &Y), 0.0);
}

/// The digits that [YAK] lab 4 prints, step by step: W, b and the loss.
#[allow(
    clippy::excessive_precision,
    reason = "the digits as they were printed"
)]
const PRINTED: [(usize, f32, f32, &str); 5] = [
    (100, -0.84079814, 0.53192717, "1.46364e-1"),
    (200, -0.95227844, 0.85969269, "1.31513e-2"),
    (500, -0.99871475, 0.99622124, "9.539e-6"),
    (900, -0.99998957, 0.99996936, "6.2447e-10"),
    (1000, -0.9999969, 0.9999908, "5.70e-11"),
];

#[test]
fn a_thousand_steps_give_the_digits_of_tensorflow() {
    let path = line::descend(solutions::loss_gradient, START, 0.01, 1000, &X, &Y);
    assert_eq!(path.len(), 1001);
    for (step, w, b, printed) in PRINTED {
        assert_eq!(path[step], (w, b), "step {step}");
        let loss = line::summed_squared_loss(w, b, &X, &Y);
        let digits = printed.find('e').expect("scientific") - 2;
        assert_eq!(format!("{loss:.digits$e}"), printed, "step {step}");
    }
}

#[test]
fn a_fused_update_gives_the_digits_of_pytorch() {
    let path = line::descend_fused(solutions::loss_gradient, START, 0.01, 1000, &X, &Y);
    for (step, ..) in PRINTED {
        let want = reference(&format!("descend_{step}"));
        let (w, b) = path[step];
        assert_eq!([f64::from(w), f64::from(b)], want[..2], "step {step}");
        assert_close(
            &[f64::from(line::summed_squared_loss(w, b, &X, &Y))],
            &want[2..],
            1e-9,
        );
    }
}

#[test]
fn on_the_evaluation_points_the_line_misses_by_what_was_added() {
    let loss = line::summed_squared_loss(-1.0, 1.0, &line::EVAL_X, &line::EVAL_Y);
    assert!((loss - 0.0101).abs() < 1e-6, "{loss}");
}

#[test]
fn the_gradient_agrees_with_finite_differences() {
    let at = [-0.7, 0.4];
    let slope = bowl::gradient(at, &X64, &Y64);
    for i in 0..2 {
        let h = 1e-5;
        let (mut above, mut below) = (at, at);
        above[i] += h;
        below[i] -= h;
        let rise = bowl::loss(above, &X64, &Y64) - bowl::loss(below, &X64, &Y64);
        assert!((rise / (2.0 * h) - slope[i]).abs() < 1e-7);
    }
    let (dw, db) = solutions::loss_gradient(-0.7, 0.4, &X, &Y);
    assert_close(&[f64::from(dw), f64::from(db)], &slope, 1e-6);
}

#[test]
fn the_curvatures_are_the_slopes_of_the_slope() {
    let hessian = bowl::hessian(&X64);
    for i in 0..2 {
        let (mut above, mut below) = ([0.2, -0.1], [0.2, -0.1]);
        above[i] += 0.5;
        below[i] -= 0.5;
        let (above, below) = (
            bowl::gradient(above, &X64, &Y64),
            bowl::gradient(below, &X64, &Y64),
        );
        for j in 0..2 {
            assert!((above[j] - below[j] - hessian[(i, j)]).abs() < 1e-9);
        }
    }
    let want = reference("limit_line");
    let (low, high) = bowl::curvatures(&hessian);
    assert_close(&[bowl::stable_limit(&X64), low, high], &want, 1e-12);
    let want = reference("limit_exercise");
    assert_close(&[bowl::stable_limit(&[0.0, 1.0, 2.0])], &want[..1], 1e-12);
}

#[test]
fn the_measured_limit_is_two_over_the_largest_curvature() {
    let measured = bowl::measured_limit(START64, &X64, &Y64);
    assert!(
        (measured - bowl::stable_limit(&X64)).abs() < 1e-10,
        "{measured}"
    );
    // Other inputs, targets off any line, another start: the limit follows the inputs alone.
    let (x, y) = ([0.0, 1.0, 2.0], [3.0, -1.0, 0.5]);
    let measured = bowl::measured_limit([2.0, 2.0], &x, &y);
    assert_close(&[measured], &reference("limit_exercise")[..1], 1e-9);
}

#[test]
fn after_the_steep_direction_is_gone_the_flat_curvature_sets_the_pace() {
    let path = bowl::walk(|_| 0.01, START64, 200, &X64, &Y64);
    let error = |p: [f64; 2]| (p[0] + 1.0).hypot(p[1] - 1.0);
    let (low, _) = bowl::curvatures(&bowl::hessian(&X64));
    let predicted = (1.0 - 0.01 * low).powi(100);
    assert_close(&[error(path[200]) / error(path[100])], &[predicted], 1e-6);
}

#[test]
fn a_decaying_rate_travels_a_finite_way() {
    assert_close(&[bowl::decayed(0.1, 0.25, 3)], &[0.0512], 1e-12);
    let sum: f64 = (0..5000).map(|i| bowl::decayed(0.02, 0.01, i)).sum();
    assert_close(&[sum], &[0.02 * 1.01 / 0.01], 1e-9);
}

#[test]
fn the_two_momenta_are_one_at_a_rescaled_rate() {
    let nu = 0.9;
    let ours = momentum::roll(
        solutions::momentum_step,
        START64,
        (0.1, nu),
        300,
        &X64,
        &Y64,
    );
    let rescaled = (0.1 * (1.0 - nu), nu);
    let usual = momentum::roll(momentum::usual_step, START64, rescaled, 300, &X64, &Y64);
    for (a, b) in ours.iter().zip(&usual) {
        assert_close(a, b, 1e-12);
    }
    let not_rescaled = momentum::roll(momentum::usual_step, START64, (0.1, nu), 300, &X64, &Y64);
    assert!(
        not_rescaled[300][0].abs() > 1e3,
        "at the full rate it runs away"
    );
}

#[test]
fn momentum_stays_stable_up_to_its_own_limit() {
    let nu = 0.9;
    let limit = bowl::stable_limit(&X64) * (1.0 + nu);
    for (factor, settles) in [(0.99, true), (1.01, false)] {
        let path = momentum::roll(
            momentum::usual_step,
            START64,
            (limit * factor, nu),
            4000,
            &X64,
            &Y64,
        );
        assert_eq!(
            bowl::loss(path[4000], &X64, &Y64) < 1e-9,
            settles,
            "{factor}"
        );
    }
}

#[test]
fn three_closed_forms_and_descent_find_the_same_cubic() {
    let x = [-1.0, -0.7, -0.45, -0.1, 0.2, 0.35, 0.6, 0.9];
    let y = DVector::from_column_slice(&[0.8, -0.3, -0.9, -0.35, 0.75, 1.0, 0.65, -0.5]);
    let v = poly::vandermonde(&x, 3);
    let want = reference("cubic");
    let normal = poly::by_normal_equations(&v, &y).expect("well conditioned");
    let qr = poly::by_qr(&v, &y).expect("full rank");
    assert_close(normal.as_slice(), &want, 1e-11);
    assert_close(qr.as_slice(), &want, 1e-12);
    assert_close(poly::by_svd(&v, &y, 1e-12).as_slice(), &want, 1e-12);
    let rate = 1.0 / poly::mean_curvatures(&v).1;
    let walked = poly::by_gradient_descent(&v, &y, rate, 4000);
    assert_close(walked.as_slice(), &want, 1e-9);
}

#[test]
fn the_condition_of_the_powers_is_what_numpy_says() {
    let even = |from: f64, to: f64| -> Vec<f64> {
        (0..40)
            .map(|i| from + (to - from) * f64::from(i) / 39.0)
            .collect()
    };
    let condition = |x: &[f64], d| poly::condition(&poly::vandermonde(x, d));
    let unit: Vec<f64> = [3, 6, 9].map(|d| condition(&even(0.0, 1.0), d)).to_vec();
    assert_close(&unit, &reference("condition_unit"), 1e-6);
    let centred: Vec<f64> = [3, 6, 9, 12, 15]
        .map(|d| condition(&even(-1.0, 1.0), d))
        .to_vec();
    assert_close(&centred, &reference("condition_centred"), 1e-6);
    let v = poly::vandermonde(&even(0.0, 1.0), 3);
    let squared = poly::condition(&(v.transpose() * &v));
    assert_close(&[squared.sqrt()], &unit[..1], 1e-6);
}

#[test]
fn a_repeated_column_is_seen_by_the_svd() {
    let v = DMatrix::from_row_slice(4, 3, &[1., 1., 2., 1., 2., 4., 1., 3., 6., 1., 4., 8.]);
    let y = DVector::from_column_slice(&Y64);
    let shortest = poly::by_svd(&v, &y, 1e-12);
    assert_close(shortest.as_slice(), &reference("least_length"), 1e-12);
}

#[test]
fn the_penalty_shrinks_the_coefficients() {
    let data = samples::noisy_wave(20, &mut rng());
    let length = |mu| {
        solutions::ridge(&data.x, &data.y, 9, mu)
            .iter()
            .map(|a| a * a)
            .sum::<f64>()
    };
    assert!(length(1e-6) > length(1e-3) && length(1e-3) > length(1e-1));
}

#[test]
fn every_row_is_used_once_for_one_purpose() {
    for (n, sizes) in [(100, (70, 20, 10)), (50, (35, 10, 5)), (7, (4, 2, 1))] {
        let (train, validation, test) = samples::three_way(n, &mut rng());
        assert_eq!((train.len(), validation.len(), test.len()), sizes);
        let mut all = [train, validation, test].concat();
        assert_ne!(all, (0..n).collect::<Vec<_>>(), "shuffled");
        all.sort_unstable();
        assert_eq!(all, (0..n).collect::<Vec<_>>());
    }
}

#[test]
fn the_noise_of_a_batch_is_what_statistics_says() {
    let data = samples::noisy_line(600, 0.5, &mut rng());
    let at = START64;
    let noise = |batch, epochs| {
        stochastic::measured_noise(solutions::minibatch_gradient, at, batch, epochs, &data)
    };
    let one = noise(1, 1);
    for batch in [5, 60, 300] {
        let expected = stochastic::expected_noise(one, batch, 600);
        let measured = noise(batch, 2000);
        assert!(
            (measured / expected - 1.0).abs() < 0.03,
            "{batch}: {measured} {expected}"
        );
    }
    assert!(noise(600, 1) < 1e-9);
}

#[test]
fn a_batch_of_everything_is_plain_gradient_descent() {
    let data = Samples {
        x: X64.to_vec(),
        y: Y64.to_vec(),
    };
    let plan = stochastic::Plan {
        batch: 4,
        epochs: 50,
        rate: 0.04,
        seed: 3,
    };
    let path = stochastic::train(solutions::minibatch_gradient, START64, plan, &data);
    // The mean of four squares is a quarter of their sum: a rate four times as large.
    let plain = bowl::walk(|_| 0.01, START64, 50, &X64, &Y64);
    assert_eq!(path.len(), 51);
    for (a, b) in path.iter().zip(&plain) {
        assert_close(a, b, 1e-10);
    }
    let [w, b] = stochastic::best_line(&data);
    assert_close(&[w, b], &[-1.0, 1.0], 1e-12);
}

#[test]
fn mean_and_median_are_the_bottoms_of_the_two_losses() {
    let values = [3.0, -1.0, 10.0, 2.5, 4.0];
    let (mean, median) = solutions::best_constants(&values);
    for step in [-0.01, 0.01] {
        assert!(robust::squared_error(mean + step, &values) > robust::squared_error(mean, &values));
        assert!(
            robust::absolute_error(median + step, &values)
                > robust::absolute_error(median, &values)
        );
    }
}

#[test]
fn descent_on_absolute_values_finds_the_best_of_all_lines() {
    let mut data = samples::noisy_line(21, 0.3, &mut rng());
    data.y[4] += 9.0;
    data.y[11] += 12.0;
    let exact = robust::best_absolute_line(&data);
    let walked = robust::absolute_descent(&data, 0.5, 0.002, 8000);
    assert_close(&walked, &exact, 1e-3);
    let worst = (stochastic::best_line(&data)[1] - 1.0).abs();
    assert!(
        (exact[1] - 1.0).abs() < 0.3 && worst > 0.5,
        "{exact:?} {worst}"
    );
}

#[test]
fn diabetes_by_descent_and_by_svd_agree_with_numpy() {
    let data = datasets::diabetes();
    let rows: Vec<usize> = (0..442).collect();
    let (design, same) = table::design(solutions::standardise, data.features.view(), &rows, &rows);
    assert_eq!(design, same);
    let targets = DVector::from_iterator(442, data.targets.iter().copied());
    let want = reference("diabetes");
    let svd = poly::by_svd(&design, &targets, 1e-12);
    assert_close(svd.as_slice(), &want, 1e-11);
    let (low, high) = poly::mean_curvatures(&design);
    let walked = poly::by_gradient_descent(&design, &targets, 2.0 / (low + high), 6000);
    assert_close(walked.as_slice(), &want, 1e-8);
    let explained = table::explained(&design, &svd, &targets);
    assert_close(&[explained], &reference("diabetes_explained"), 1e-12);
    assert_close(
        &[poly::condition(&design)],
        &reference("diabetes_condition")[..1],
        1e-10,
    );
}

#[test]
fn nablas_tape_takes_the_same_thousand_steps() {
    let ours = line::descend(solutions::loss_gradient, START, 0.01, 1000, &X, &Y);
    let tape = graph::descend(START, 0.01, 1000, false);
    let mut sgd = Sgd::new(0.01);
    let model = surface::follow(Landscape::Line, surface::summed_squares, &mut sgd, 1000);
    for ((a, b), c) in ours.iter().zip(&tape).zip(&model) {
        let want = [f64::from(a.0), f64::from(a.1)];
        assert_close(&[f64::from(b.0), f64::from(b.1)], &want, 1e-6);
        assert_close(c, &want, 1e-6);
    }
}

#[test]
fn the_graph_adds_and_triples_and_knows_its_slopes() {
    let pair = |a: &[f32], b: &[f32]| {
        let tensor = |v: &[f32]| nabla::Tensor::from_slice(v, [v.len()]);
        graph::add(&tensor(a), &tensor(b)).data().to_vec()
    };
    assert_eq!(pair(&[3.0], &[4.0]), [7.0]);
    assert_eq!(pair(&[3.0], &[4.5]), [7.5]);
    assert_eq!(pair(&[1.0, 3.0], &[2.0, 4.0]), [3.0, 7.0]);
    let tripled = graph::add_and_triple(3.0, 4.5);
    assert_eq!((tripled.value, tripled.slopes), (22.5, (3.0, 3.0)));
}

#[test]
fn the_broadcast_bug_ends_where_the_solution_says() {
    let (w, b) = graph::descend(START, 0.005, 3000, true)[3000];
    let (want_w, want_b) = solutions::broadcast_bug();
    assert_close(&[f64::from(w), f64::from(b)], &[want_w, want_b], 1e-4);
}

#[test]
fn nablas_momentum_is_the_labs_momentum() {
    // The mean of four squares has a quarter of the slope of their sum.
    let mut ours = Momentum::syllabus(0.2, 0.8);
    let path = surface::follow(Landscape::Line, surface::mean_squares, &mut ours, 100);
    let plain = momentum::roll(
        solutions::momentum_step,
        START64,
        (0.05, 0.8),
        100,
        &X64,
        &Y64,
    );
    for (a, b) in path.iter().zip(&plain) {
        assert_close(a, b, 1e-4);
    }
}

#[test]
fn every_walker_comes_down_into_the_bent_valley() {
    let mut walkers: [(&str, Box<dyn Optimizer>); 6] = [
        ("plain", Box::new(Sgd::new(0.5))),
        ("momentum", Box::new(Momentum::new(0.1, 0.9))),
        ("nesterov", Box::new(Nesterov::new(0.1, 0.9))),
        ("rmsprop", Box::new(RmsProp::new(0.02))),
        ("adam", Box::new(Adam::new(0.05))),
        ("adadelta", Box::new(Adadelta::new(4.0))),
    ];
    for (name, walker) in &mut walkers {
        let path = surface::follow(
            Landscape::Bend,
            surface::mean_squares,
            walker.as_mut(),
            2000,
        );
        let steps = surface::steps_to(Landscape::Bend, &path, 1e-2);
        assert!(
            steps.is_some_and(|steps| steps > 5),
            "{name}: {steps:?}, {:?}",
            path[2000]
        );
    }
    assert_eq!(
        surface::steps_to(Landscape::Line, &[[f64::NAN; 2]], 1.0),
        None
    );
}

#[test]
fn the_maps_show_the_loss_that_is_trained() {
    for landscape in [Landscape::Line, Landscape::Bend] {
        let tape = nabla::Tape::new();
        let tensor = |v: Vec<f64>| {
            let v: Vec<f32> = v.into_iter().map(|v| v as f32).collect();
            nabla::Tensor::from_slice(&v, [v.len()])
        };
        let model = surface::Walker::new(landscape, [0.7, -0.2]);
        let prediction =
            nabla::Module::forward(&model, &tape, tape.constant(tensor(landscape.x())));
        let trained = f64::from(prediction.mse(&tensor(landscape.y())).item());
        assert_close(&[trained], &[landscape.loss([0.7, -0.2])], 1e-6);
        assert!(landscape.loss(landscape.bottom()) < 1e-30);
    }
}
