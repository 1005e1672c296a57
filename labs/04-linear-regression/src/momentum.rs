//! Momentum, in the form of the source and in the usual one.

use crate::bowl::{self, Point, gradient};

/// One update of one parameter: (parameter, last change, gradient, rate, ν) → (parameter, change).
pub type Update = fn(f64, f64, f64, f64, f64) -> (f64, f64);

// ANCHOR: usual
/// The usual form: v ← ν·v − η·∇, a ← a + v. At the rate (1 − ν)·η it equals the other form at η.
pub fn usual_step(a: f64, velocity: f64, gradient: f64, rate: f64, nu: f64) -> (f64, f64) {
    let velocity = nu * velocity - rate * gradient;
    (a + velocity, velocity)
}
// ANCHOR_END: usual

/// With momentum ν the usual form comes down if the rate is below 2·(1 + ν)/λ_max.
pub fn stable_limit(nu: f64, x: &[f64]) -> f64 {
    (1.0 + nu) * bowl::stable_limit(x)
}

/// Walks down the bowl by `update`, each parameter with a last change of its own (at first 0).
///
/// Returns every point on the way, the start first.
pub fn roll(
    update: Update,
    start: Point,
    (rate, nu): (f64, f64),
    steps: usize,
    x: &[f64],
    y: &[f64],
) -> Vec<Point> {
    let mut path = vec![start];
    let mut at = start;
    let mut change = [0.0, 0.0];
    for _ in 0..steps {
        let grad = gradient(at, x, y);
        for i in 0..2 {
            (at[i], change[i]) = update(at[i], change[i], grad[i], rate, nu);
        }
        path.push(at);
    }
    path
}
