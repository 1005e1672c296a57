//! What the judge asks, what it expects, and what it says to a wrong answer it knows.
//!
//! Expected values come from NumPy in double precision (`tests/reference/make.py`), unless a
//! comment says otherwise.

mod curve;
mod learning;
mod loss;
mod units;

use labkit::judge::{Exercise, Source};

/// Where this lab's files lie, and the answers that are built in.
pub const SOURCE: Source = Source {
    folder: "labs/01-sigmoid-neuron",
    answers: include_str!("exercises.rs"),
};

/// The eight exercises of this lab, in the order of the file.
pub fn exercises() -> Vec<Exercise> {
    vec![
        curve::logistic(),
        curve::logistic_derivative(),
        units::bump(),
        units::nand_weights(),
        learning::perceptron_update(),
        learning::gradient(),
        loss::log_loss(),
        learning::frozen_bias(),
    ]
}
