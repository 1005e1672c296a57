//! The loss of a line is a bowl: its curvatures, and the largest rate that still comes down.

use nalgebra::Matrix2;

/// A point (W, b) in the plane of parameters.
pub type Point = [f64; 2];

/// The gradient of L = Σ (W·x + b − y)² in `f64`.
pub fn gradient(at: Point, x: &[f64], y: &[f64]) -> Point {
    let [w, b] = at;
    x.iter().zip(y).fold([0.0, 0.0], |[dw, db], (x, y)| {
        let twice = 2.0 * (w * x + b - y);
        [dw + twice * x, db + twice]
    })
}

/// L = Σ (W·x + b − y)² in `f64`.
pub fn loss(at: Point, x: &[f64], y: &[f64]) -> f64 {
    x.iter()
        .zip(y)
        .map(|(x, y)| (at[0] * x + at[1] - y).powi(2))
        .sum()
}

// ANCHOR: hessian
/// The second derivatives of the summed squared loss: 2·[[Σx², Σx], [Σx, n]].
///
/// They depend on the inputs alone: not on the targets, not on W and b.
pub fn hessian(x: &[f64]) -> Matrix2<f64> {
    let sum: f64 = x.iter().sum();
    let squares: f64 = x.iter().map(|x| x * x).sum();
    2.0 * Matrix2::new(squares, sum, sum, x.len() as f64)
}

/// The smallest and the largest eigenvalue of a symmetric 2 × 2 matrix: m ∓ √(m² − det), m half
/// the trace.
pub fn curvatures(hessian: &Matrix2<f64>) -> (f64, f64) {
    let middle = hessian.trace() / 2.0;
    let root = (middle * middle - hessian.determinant()).sqrt();
    (middle - root, middle + root)
}

/// Gradient descent with a constant rate comes down if the rate is below 2/λ_max.
pub fn stable_limit(x: &[f64]) -> f64 {
    2.0 / curvatures(&hessian(x)).1
}
// ANCHOR_END: hessian

// ANCHOR: measured
/// Finds the largest stable rate by trying, without a word about eigenvalues: bisect between a
/// rate that settles and one that does not.
pub fn measured_limit(start: Point, x: &[f64], y: &[f64]) -> f64 {
    let (mut settles, mut runs_away) = (0.0, 1.0);
    while runs_away - settles > 1e-12 {
        let rate = (settles + runs_away) / 2.0;
        if gradient_shrinks(rate, start, x, y) {
            settles = rate;
        } else {
            runs_away = rate;
        }
    }
    settles
}

/// Is the gradient after 2,000 steps smaller than after 1,000, or gone?
///
/// The first thousand steps wait until only the direction that decides is left.
fn gradient_shrinks(rate: f64, start: Point, x: &[f64], y: &[f64]) -> bool {
    let middle = walk(|_| rate, start, 1000, x, y)[1000];
    let end = walk(|_| rate, middle, 1000, x, y)[1000];
    length_of_gradient(end, x, y) < length_of_gradient(middle, x, y).max(1e-9)
}
// ANCHOR_END: measured

fn length_of_gradient(at: Point, x: &[f64], y: &[f64]) -> f64 {
    let [dw, db] = gradient(at, x, y);
    dw.hypot(db)
}

/// Gradient descent in `f64` with a rate that may change: `rate(i)` is used for step i = 0, 1, …
///
/// Returns every point on the way, the start first.
pub fn walk(
    rate: impl Fn(usize) -> f64,
    start: Point,
    steps: usize,
    x: &[f64],
    y: &[f64],
) -> Vec<Point> {
    let mut path = vec![start];
    let mut at = start;
    for step in 0..steps {
        let [dw, db] = gradient(at, x, y);
        at = [at[0] - rate(step) * dw, at[1] - rate(step) * db];
        path.push(at);
    }
    path
}

// ANCHOR: decay
/// The rate of step i under η_i = η_{i−1}/(1 + δ), which is η_0/(1 + δ)^i [FAR].
pub fn decayed(first: f64, delta: f64, step: usize) -> f64 {
    first / (1.0 + delta).powi(step as i32)
}
// ANCHOR_END: decay
