//! Squares against absolute values: who listens to an outlier.

use crate::bowl::Point;
use crate::samples::Samples;

/// Mean squared error of answering `guess` every time.
pub fn squared_error(guess: f64, values: &[f64]) -> f64 {
    values.iter().map(|v| (v - guess).powi(2)).sum::<f64>() / values.len() as f64
}

/// Mean absolute error of answering `guess` every time.
pub fn absolute_error(guess: f64, values: &[f64]) -> f64 {
    values.iter().map(|v| (v - guess).abs()).sum::<f64>() / values.len() as f64
}

/// The mean absolute error of the line (W, b).
pub fn mean_absolute_loss(at: Point, data: &Samples) -> f64 {
    let sum: f64 = data
        .points()
        .map(|(x, y)| (at[0] * x + at[1] - y).abs())
        .sum();
    sum / data.x.len() as f64
}

// ANCHOR: absolute_descent
/// Descends the mean absolute error: each point pulls with the same force, up or down, however far
/// away it is. The rate shrinks by 1 + `delta` a step, because the gradient does not shrink by itself.
pub fn absolute_descent(data: &Samples, first: f64, delta: f64, steps: usize) -> Point {
    let n = data.x.len() as f64;
    let [mut w, mut b] = [0.0, 0.0];
    for step in 0..steps {
        let (mut dw, mut db) = (0.0, 0.0);
        for (x, y) in data.points() {
            let pull = (w * x + b - y).signum() / n;
            dw += pull * x;
            db += pull;
        }
        let rate = crate::bowl::decayed(first, delta, step);
        w -= rate * dw;
        b -= rate * db;
    }
    [w, b]
}
// ANCHOR_END: absolute_descent

/// The line of least absolute error, found by trying them all: one of the best lines always goes
/// through two of the points.
pub fn best_absolute_line(data: &Samples) -> Point {
    let mut best = [0.0, 0.0];
    for i in 0..data.x.len() {
        for j in 0..i {
            let w = (data.y[i] - data.y[j]) / (data.x[i] - data.x[j]);
            let line = [w, data.y[i] - w * data.x[i]];
            if mean_absolute_loss(line, data) < mean_absolute_loss(best, data) {
                best = line;
            }
        }
    }
    best
}
