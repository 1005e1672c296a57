//! The line through four points, and the thousand steps.

use crate::STORED;
use lab04::line::{self, START, X, Y};
use lab04::solutions;
use labkit::reference::close;

#[test]
fn the_line_starts_at_23_66_and_can_reach_0() {
    let predictions = line::predict(0.3, -0.3, &X);
    for (got, want) in predictions.iter().zip([0.0, 0.3, 0.6, 0.9]) {
        assert!((got - want).abs() < 1e-7, "{got} {want}");
    }
    let loss = line::summed_squared_loss(0.3, -0.3, &X, &Y);
    assert_eq!(format!("{loss:.5}"), "23.66000");
    close(&[f64::from(loss)], &STORED.values("start_loss"), 1e-7);
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
        let want = STORED.values(&format!("descend_{step}"));
        let (w, b) = path[step];
        assert_eq!([f64::from(w), f64::from(b)], want[..2], "step {step}");
        close(
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
