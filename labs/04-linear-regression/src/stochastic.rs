//! One example, a batch or all of them: gradient descent on estimates of the gradient.

use datasets::Batches;

use crate::bowl::Point;
use crate::samples::Samples;

/// (W, b, inputs, targets, rows of the batch) → the gradient of the mean squared loss of those rows.
pub type BatchGradient = fn(f64, f64, &[f64], &[f64], &[usize]) -> (f64, f64);

/// How to train: how many rows a step, how often through the data, how far a step goes.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Rows in one batch.
    pub batch: usize,
    /// Passes through all the data.
    pub epochs: usize,
    /// The learning rate.
    pub rate: f64,
    /// The seed of the shuffling.
    pub seed: u64,
}

// ANCHOR: train
/// Gradient descent that looks at `plan.batch` rows for one step, in a new order each epoch.
///
/// Returns every (W, b) on the way, the start first.
pub fn train(gradient: BatchGradient, start: Point, plan: Plan, data: &Samples) -> Vec<Point> {
    let mut path = vec![start];
    let [mut w, mut b] = start;
    let mut batches = Batches::new(data.x.len(), plan.batch, plan.seed);
    for _ in 0..plan.epochs {
        for rows in batches.epoch() {
            let (dw, db) = gradient(w, b, &data.x, &data.y, rows);
            w -= plan.rate * dw;
            b -= plan.rate * db;
            path.push([w, b]);
        }
    }
    path
}
// ANCHOR_END: train

/// The mean squared loss of the line (W, b) on all of `data`.
pub fn mean_loss(at: Point, data: &Samples) -> f64 {
    crate::bowl::loss(at, &data.x, &data.y) / data.x.len() as f64
}

/// The least-squares line in closed form: W = cov(x, y)/var(x), b = mean(y) − W·mean(x).
pub fn best_line(data: &Samples) -> Point {
    let n = data.x.len() as f64;
    let mean_x = data.x.iter().sum::<f64>() / n;
    let mean_y = data.y.iter().sum::<f64>() / n;
    let (mut covariance, mut variance) = (0.0, 0.0);
    for (x, y) in data.points() {
        covariance += (x - mean_x) * (y - mean_y);
        variance += (x - mean_x).powi(2);
    }
    let w = covariance / variance;
    [w, mean_y - w * mean_x]
}

/// The typical distance of a batch's gradient from the gradient of all rows, at `at`: the root of
/// the mean squared distance over `epochs` passes.
pub fn measured_noise(
    gradient: BatchGradient,
    at: Point,
    batch: usize,
    epochs: usize,
    data: &Samples,
) -> f64 {
    let all: Vec<usize> = (0..data.x.len()).collect();
    let whole = gradient(at[0], at[1], &data.x, &data.y, &all);
    let mut batches = Batches::new(data.x.len(), batch, 1);
    let (mut sum, mut count) = (0.0, 0.0);
    for _ in 0..epochs {
        for rows in batches.epoch() {
            let (dw, db) = gradient(at[0], at[1], &data.x, &data.y, rows);
            sum += (dw - whole.0).powi(2) + (db - whole.1).powi(2);
            count += 1.0;
        }
    }
    (sum / count).sqrt()
}

/// What statistics says that distance is: S/√B·√((n − B)/(n − 1)), with S the typical distance of
/// one row's gradient, n rows, and B of them drawn without putting any back.
pub fn expected_noise(one_row: f64, batch: usize, rows: usize) -> f64 {
    let (batch, rows) = (batch as f64, rows as f64);
    one_row / batch.sqrt() * ((rows - batch) / (rows - 1.0)).sqrt()
}
