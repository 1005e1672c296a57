//! Polynomials, batches, outliers and the patients: descent beside closed forms.

use crate::STORED;
use crate::{START64, X64, Y64, rng};
use lab04::samples::{self, Samples};
use lab04::{bowl, poly, robust, solutions, stochastic, table};
use labkit::reference::close;
use nalgebra::{DMatrix, DVector};

#[test]
fn three_closed_forms_and_descent_find_the_same_cubic() {
    let x = [-1.0, -0.7, -0.45, -0.1, 0.2, 0.35, 0.6, 0.9];
    let y = DVector::from_column_slice(&[0.8, -0.3, -0.9, -0.35, 0.75, 1.0, 0.65, -0.5]);
    let v = poly::vandermonde(&x, 3);
    let want = STORED.values("cubic");
    let normal = poly::by_normal_equations(&v, &y).expect("well conditioned");
    let qr = poly::by_qr(&v, &y).expect("full rank");
    close(normal.as_slice(), &want, 1e-11);
    close(qr.as_slice(), &want, 1e-12);
    close(poly::by_svd(&v, &y, 1e-12).as_slice(), &want, 1e-12);
    let rate = 1.0 / poly::mean_curvatures(&v).1;
    let walked = poly::by_gradient_descent(&v, &y, rate, 4000);
    close(walked.as_slice(), &want, 1e-9);
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
    close(&unit, &STORED.values("condition_unit"), 1e-6);
    let centred: Vec<f64> = [3, 6, 9, 12, 15]
        .map(|d| condition(&even(-1.0, 1.0), d))
        .to_vec();
    close(&centred, &STORED.values("condition_centred"), 1e-6);
    let v = poly::vandermonde(&even(0.0, 1.0), 3);
    let squared = poly::condition(&(v.transpose() * &v));
    close(&[squared.sqrt()], &unit[..1], 1e-6);
}

#[test]
fn a_repeated_column_is_seen_by_the_svd() {
    let v = DMatrix::from_row_slice(4, 3, &[1., 1., 2., 1., 2., 4., 1., 3., 6., 1., 4., 8.]);
    let y = DVector::from_column_slice(&Y64);
    let shortest = poly::by_svd(&v, &y, 1e-12);
    close(shortest.as_slice(), &STORED.values("least_length"), 1e-12);
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
        close(a, b, 1e-10);
    }
    let [w, b] = stochastic::best_line(&data);
    close(&[w, b], &[-1.0, 1.0], 1e-12);
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
    close(&walked, &exact, 1e-3);
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
    let want = STORED.values("diabetes");
    let svd = poly::by_svd(&design, &targets, 1e-12);
    close(svd.as_slice(), &want, 1e-11);
    let (low, high) = poly::mean_curvatures(&design);
    let walked = poly::by_gradient_descent(&design, &targets, 2.0 / (low + high), 6000);
    close(walked.as_slice(), &want, 1e-8);
    let explained = table::explained(&design, &svd, &targets);
    close(&[explained], &STORED.values("diabetes_explained"), 1e-12);
    close(
        &[poly::condition(&design)],
        &STORED.values("diabetes_condition")[..1],
        1e-10,
    );
}
