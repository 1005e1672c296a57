//! Slopes, curvatures, the largest stable rate, decay and momentum.

use crate::STORED;
use crate::{START64, X64, Y64};
use lab04::line::{X, Y};
use lab04::{bowl, momentum, solutions};
use labkit::reference::close;

#[test]
fn the_gradient_agrees_with_finite_differences() {
    let at = [-0.7, 0.4];
    let gradient = bowl::gradient(at, &X64, &Y64);
    for i in 0..2 {
        let h = 1e-5;
        let (mut above, mut below) = (at, at);
        above[i] += h;
        below[i] -= h;
        let rise = bowl::loss(above, &X64, &Y64) - bowl::loss(below, &X64, &Y64);
        assert!((rise / (2.0 * h) - gradient[i]).abs() < 1e-7);
    }
    let (dw, db) = solutions::loss_gradient(-0.7, 0.4, &X, &Y);
    close(&[f64::from(dw), f64::from(db)], &gradient, 1e-6);
}

#[test]
fn the_curvatures_are_the_derivatives_of_the_gradient() {
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
    let want = STORED.values("limit_line");
    let (low, high) = bowl::curvatures(&hessian);
    close(&[bowl::stable_limit(&X64), low, high], &want, 1e-12);
    let want = STORED.values("limit_exercise");
    close(&[bowl::stable_limit(&[0.0, 1.0, 2.0])], &want[..1], 1e-12);
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
    close(&[measured], &STORED.values("limit_exercise")[..1], 1e-9);
}

#[test]
fn after_the_steep_direction_is_gone_the_flat_curvature_sets_the_pace() {
    let path = bowl::walk(|_| 0.01, START64, 200, &X64, &Y64);
    let error = |p: [f64; 2]| (p[0] + 1.0).hypot(p[1] - 1.0);
    let (low, _) = bowl::curvatures(&bowl::hessian(&X64));
    let predicted = (1.0 - 0.01 * low).powi(100);
    close(&[error(path[200]) / error(path[100])], &[predicted], 1e-6);
}

#[test]
fn a_decaying_rate_travels_a_finite_way() {
    close(&[bowl::decayed(0.1, 0.25, 3)], &[0.0512], 1e-12);
    let sum: f64 = (0..5000).map(|i| bowl::decayed(0.02, 0.01, i)).sum();
    close(&[sum], &[0.02 * 1.01 / 0.01], 1e-9);
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
        close(a, b, 1e-12);
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
