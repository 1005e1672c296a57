//! Two costs for one sigmoid neuron, and a race between them.

use crate::by_hand::{sigmoid, sigmoid_derivative};

/// What a wrong answer costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// C = ½(y − a)².
    Quadratic,
    /// C = −(y ln a + (1 − y) ln(1 − a)).
    CrossEntropy,
}

impl Cost {
    /// The cost of answering `a` when `y` is right.
    // ANCHOR: cost
    pub fn value(self, a: f64, y: f64) -> f64 {
        match self {
            Cost::Quadratic => 0.5 * (y - a) * (y - a),
            Cost::CrossEntropy => -(y * a.ln() + (1.0 - y) * (1.0 - a).ln()),
        }
    }

    /// ∂C/∂z, where a = σ(z).
    pub fn derivative(self, a: f64, y: f64) -> f64 {
        match self {
            Cost::Quadratic => (a - y) * sigmoid_derivative(a),
            Cost::CrossEntropy => a - y,
        }
    }
    // ANCHOR_END: cost
}

/// One neuron (w, b) with the single input x = 1 and the target 0, taught by gradient descent.
/// Returns its answer before each of the `steps` steps and after the last.
// ANCHOR: race
pub fn race(cost: Cost, mut w: f64, mut b: f64, rate: f64, steps: usize) -> Vec<f64> {
    let (x, y) = (1.0, 0.0);
    let mut answers = vec![sigmoid(w * x + b)];
    for _ in 0..steps {
        let derivative = cost.derivative(sigmoid(w * x + b), y);
        w -= rate * derivative * x;
        b -= rate * derivative;
        answers.push(sigmoid(w * x + b));
    }
    answers
}
// ANCHOR_END: race

/// The first step after which the answer is below `level`, if there is one.
pub fn steps_until_below(answers: &[f64], level: f64) -> Option<usize> {
    answers.iter().position(|&a| a < level)
}
