//! Wrong answers as learners write them, and right ones in clothes of their own: what does the judge say to each?

use lab01::judging::exercises;
use lab01::solutions::{gradient, logistic};
use labkit::judge::says;

/// What is said to a function of (x, w, b).
fn curve(exercise: &str, answer: fn(f64, f64, f64) -> f64) -> String {
    says(&exercises(), exercise, move |&(x, w, b)| answer(x, w, b))
}

#[test]
fn the_curve_and_its_derivative() {
    let says = |answer| curve("logistic", answer);
    assert_eq!(
        says(|x, w, b| 1.0 / 1.0 + (-(b + w * x)).exp()),
        "no bracket below"
    );
    assert_eq!(says(|x, w, b| 1.0 / (1.0 + (-b - w * x).exp2())), "2 for e");
    assert_eq!(says(|x, w, b| f64::from(b + w * x > 0.0)), "step");
    assert_eq!(
        says(|x, w, b| (logistic(x, w, b) * 1e6).round() / 1e6),
        "wrong"
    );
    assert_eq!(
        says(|x, w, b| 0.5 * (1.0 + (0.5 * (b + w * x)).tanh())),
        "right"
    );
    let by_case = |x: f64, w: f64, b: f64| match b + w * x {
        s if s < 0.0 => s.exp() / (1.0 + s.exp()),
        s => 1.0 / (1.0 + (-s).exp()),
    };
    assert_eq!(says(by_case), "right");

    let says = |answer| curve("logistic_derivative", answer);
    assert_eq!(
        says(|x, w, b| w * logistic(x, w, b) * (1.0 + logistic(x, w, b))),
        "wrong"
    );
    assert_eq!(
        says(|x, w, b| (logistic(x + 1e-6, w, b) - logistic(x, w, b)) / 1e-6),
        "difference quotient"
    );
    assert_eq!(
        says(|x, w, b| w * logistic(x, w, b) * logistic(x, -w, -b)),
        "right"
    );
}

#[test]
fn a_bump_and_a_gate() {
    let says_of_bump = |answer: fn(f64, f64, f64, f64) -> f64| {
        says(&exercises(), "bump", move |&(x, l, r, k)| {
            answer(x, l, r, k)
        })
    };
    let lower = |x: f64, l, r, k: f64| logistic(x, k, -k * l).min(logistic(x, -k, k * r));
    assert_eq!(says_of_bump(lower), "wrong");
    assert_eq!(
        says_of_bump(|x, l, r, k| f64::from(l < x && x < r) * k),
        "wrong"
    );
    assert_eq!(
        says_of_bump(|x, l, r, k| logistic(x, k, -k * l) - logistic(x, k, -r)),
        "misplaces one end"
    );
    let product = |x, l, r, k: f64| logistic(x, k, -k * l) * (1.0 - logistic(x, k, -k * r));
    assert_eq!(says_of_bump(product), "multiplies");
    let turned = |x, l, r, k: f64| logistic(x, k, -k * l) + logistic(x, -k, k * r) - 1.0;
    assert_eq!(says_of_bump(turned), "right");
}

#[test]
fn the_perceptron() {
    type Step = ([f64; 2], f64);
    type Answer = fn([f64; 2], f64, [f64; 2], f64) -> Step;
    let says = |answer: Answer| {
        says(&exercises(), "perceptron_update", move |&(w, b, x, y)| {
            answer(w, b, x, y)
        })
    };
    let minus = |w: [f64; 2], b: f64, x: [f64; 2], y: f64| {
        let error = y - f64::from(b + w[0] * x[0] - w[1] * x[1] >= 0.0);
        ([w[0] + error * x[0], w[1] + error * x[1]], b + error)
    };
    assert_eq!(says(minus), "a minus in the sum");
    let bias_by_itself = |w: [f64; 2], b: f64, x: [f64; 2], y: f64| {
        let error = y - f64::from(b + w[0] * x[0] + w[1] * x[1] >= 0.0);
        ([w[0] + error * x[0], w[1] + error * x[1]], b + error * b)
    };
    assert_eq!(says(bias_by_itself), "moves the bias by itself");
    let weights_by_themselves = |w: [f64; 2], b: f64, x: [f64; 2], y: f64| {
        let error = y - f64::from(b + w[0] * x[0] + w[1] * x[1] >= 0.0);
        ([w[0] + error * w[0], w[1] + error * w[1]], b + error)
    };
    assert_eq!(says(weights_by_themselves), "wrong");
}

#[test]
fn gradient_and_loss() {
    type Toast = (Vec<(f64, f64)>, f64, f64);
    let of_gradient = |answer: fn(&Toast) -> (f64, f64)| says(&exercises(), "gradient", answer);
    let set = |(toast, w, b): &Toast| {
        let mut seen = toast.clone();
        seen.dedup();
        gradient(&seen, *w, *b)
    };
    assert_eq!(of_gradient(set), "wrong");
    let minus = |(toast, w, b): &Toast| {
        let (dw, db) = gradient(toast, *w, *b);
        (dw, -db)
    };
    assert_eq!(of_gradient(minus), "one sign");
    let rate = |(toast, w, b): &Toast| {
        let (dw, db) = gradient(toast, *w, *b);
        (w - dw, b - db)
    };
    assert_eq!(of_gradient(rate), "takes the step");

    let says =
        |answer: fn(f64, f64) -> f64| says(&exercises(), "log_loss", move |&(s, y)| answer(s, y));
    assert_eq!(says(|s, y| (logistic(s, 1.0, 0.0) - y).abs()), "distance");
    assert_eq!(
        says(|s, y| (logistic(s, 1.0, 0.0) - y).abs().max(1e-300).ln().abs()),
        "wrong"
    );
    assert_eq!(says(|s, y| (1.0 - 2.0 * y) * s), "wrong");
    assert_eq!(
        says(|s, y| (-(2.0 * y - 1.0) * s).max(0.0) + (-s.abs()).exp().ln_1p()),
        "right"
    );
    assert_eq!(
        says(|s, y| s.max(0.0) - s * y + (-s.abs()).exp().ln_1p()),
        "right"
    );
}

#[test]
fn a_bias_that_never_moves() {
    let says = |answer| says(&exercises(), "frozen_bias", move |()| answer);
    assert_eq!(says([0.1, -0.1, 0.475]), "no bug");
    assert_eq!(says([0.1, 0.0, 0.525]), "one minute");
    assert_eq!(says([0.1667, 0.0, 0.5]), "no rate");
    assert_eq!(says([-0.7, 0.0, 0.5]), "forgets the answers");
    assert_eq!(says([0.2, 0.0, 0.5]), "wrong");
    assert_eq!(says([0.1, 0.1, 0.5]), "wrong");
}
