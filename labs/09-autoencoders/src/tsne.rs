//! t-SNE, exact: a map on which neighbours stay neighbours (van der Maaten and Hinton, 2008).

use crate::project::squared_distance;
use nabla::Rng;
use nalgebra::DMatrix;
use rand_distr::{Distribution, StandardNormal};

/// A point of the map.
pub type Point = [f64; 2];

/// The probabilities with which a point chooses each of the others as its neighbour, given its squared distances to them:
/// p ∝ exp(−γ·d²).
pub fn probabilities(squared: &[f64], gamma: f64) -> Vec<f64> {
    // Counted from the nearest, so that at least one does not vanish.
    let nearest = squared.iter().copied().fold(f64::INFINITY, f64::min);
    let weights: Vec<f64> = (squared.iter())
        .map(|d| (-gamma * (d - nearest)).exp())
        .collect();
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|w| w / total).collect()
}

/// Of how many neighbours, all alike, the choice would be as open as with these probabilities: e to the entropy in nats.
pub fn perplexity(p: &[f64]) -> f64 {
    let surprise = p.iter().filter(|&&p| p > 0.0).map(|p| -p * p.ln());
    surprise.sum::<f64>().exp()
}

// ANCHOR: search
/// The γ = 1/(2σ²) at which the perplexity is the wanted one, by bisection: a larger γ looks less far.
pub fn search(squared: &[f64], wanted: f64) -> f64 {
    let (mut low, mut high, mut gamma) = (0.0, f64::INFINITY, 1.0);
    for _ in 0..64 {
        if perplexity(&probabilities(squared, gamma)) > wanted {
            low = gamma;
        } else {
            high = gamma;
        }
        gamma = if high.is_finite() {
            0.5 * (low + high)
        } else {
            2.0 * low
        };
    }
    gamma
}
// ANCHOR_END: search

/// How to draw the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// How many neighbours a point has, roughly.
    pub perplexity: f64,
    /// Steps in all.
    pub steps: usize,
    /// By how much neighbours attract each other more, in the first quarter of the steps.
    pub exaggeration: f64,
    /// The learning rate; if absent, a twelfth of the number of points.
    pub rate: Option<f64>,
}

impl Plan {
    /// Thirty neighbours, attraction times 12 at first.
    pub fn new(steps: usize) -> Self {
        Plan {
            perplexity: 30.0,
            steps,
            exaggeration: 12.0,
            rate: None,
        }
    }
}

// ANCHOR: joint
/// p of every pair of rows of `x`, `[N, N]` in rows: the mean of both probabilities over N, so that all add up to 1.
pub fn joint(x: &DMatrix<f64>, perplexity: f64) -> Vec<f64> {
    let n = x.nrows();
    let rows = rows_of(x);
    let mut p = vec![0.0; n * n];
    for i in 0..n {
        let others = (0..n).filter(|&j| j != i);
        let squared: Vec<f64> = (others.clone())
            .map(|j| squared_distance(&rows[i], &rows[j]))
            .collect();
        let gamma = search(&squared, perplexity);
        for (j, chosen) in others.zip(probabilities(&squared, gamma)) {
            p[i * n + j] += chosen / (2 * n) as f64;
            p[j * n + i] += chosen / (2 * n) as f64;
        }
    }
    p
}
// ANCHOR_END: joint

// ANCHOR: gradient
/// The gradient of KL(p‖q) in the points of the map: 4·Σ_j (p_ij − q_ij)·w_ij·(y_i − y_j), with w = 1/(1 + d²) and q = w/Σw.
/// `w` is room for N·N numbers.
pub fn gradient(p: &[f64], exaggeration: f64, y: &[Point], w: &mut [f64]) -> Vec<Point> {
    let n = y.len();
    let mut total = 0.0;
    for i in 0..n {
        for j in 0..i {
            let (dx, dy) = (y[i][0] - y[j][0], y[i][1] - y[j][1]);
            w[i * n + j] = 1.0 / (1.0 + dx * dx + dy * dy);
            total += 2.0 * w[i * n + j];
        }
    }
    let mut grad = vec![[0.0; 2]; n];
    for i in 0..n {
        for j in 0..i {
            let w = w[i * n + j];
            let pull = 4.0 * (exaggeration * p[i * n + j] - w / total) * w;
            for axis in 0..2 {
                let force = pull * (y[i][axis] - y[j][axis]);
                grad[i][axis] += force;
                grad[j][axis] -= force;
            }
        }
    }
    grad
}
// ANCHOR_END: gradient

/// KL(p‖q) = Σ p ln(p/q), in nats.
pub fn divergence(p: &[f64], y: &[Point]) -> f64 {
    let n = y.len();
    let weight = |i: usize, j: usize| {
        let (dx, dy) = (y[i][0] - y[j][0], y[i][1] - y[j][1]);
        1.0 / (1.0 + dx * dx + dy * dy)
    };
    let pairs = || (0..n).flat_map(|i| (0..n).filter(move |&j| j != i).map(move |j| (i, j)));
    let total: f64 = pairs().map(|(i, j)| weight(i, j)).sum();
    pairs()
        .filter(|&(i, j)| p[i * n + j] > 0.0)
        .map(|(i, j)| p[i * n + j] * (p[i * n + j] * total / weight(i, j)).ln())
        .sum()
}

// ANCHOR: descend
/// The map of the rows of `x`. Calls `after` with the number of steps done and the points, after each step.
pub fn map(
    x: &DMatrix<f64>,
    plan: &Plan,
    rng: &mut Rng,
    mut after: impl FnMut(usize, &[Point]),
) -> Vec<Point> {
    let n = x.nrows();
    let p = joint(x, plan.perplexity);
    let rate = plan.rate.unwrap_or(n as f64 / 12.0);
    let mut draw = || -> f64 { StandardNormal.sample(rng) };
    let mut y: Vec<Point> = (0..n).map(|_| [1e-4 * draw(), 1e-4 * draw()]).collect();
    let mut speed = vec![[0.0; 2]; n];
    let mut gains = vec![[1.0_f64; 2]; n];
    let mut room = vec![0.0; n * n];
    for step in 0..plan.steps {
        let early = step < plan.steps / 4;
        let (exaggeration, momentum) = if early {
            (plan.exaggeration, 0.5)
        } else {
            (1.0, 0.8)
        };
        let grad = gradient(&p, exaggeration, &y, &mut room);
        for i in 0..n {
            for axis in 0..2 {
                // A number that goes on in its direction may go faster; one that turns has to slow down.
                let turns = grad[i][axis] * speed[i][axis] > 0.0;
                let gain = &mut gains[i][axis];
                *gain = if turns {
                    (0.8 * *gain).max(0.01)
                } else {
                    *gain + 0.2
                };
                speed[i][axis] = momentum * speed[i][axis] - rate * *gain * grad[i][axis];
                y[i][axis] += speed[i][axis];
            }
        }
        after(step + 1, &y);
    }
    y
}
// ANCHOR_END: descend

/// The rows of a matrix, each by itself.
fn rows_of(x: &DMatrix<f64>) -> Vec<Vec<f64>> {
    x.row_iter()
        .map(|row| row.iter().copied().collect())
        .collect()
}

/// The fraction of points whose nearest neighbour, among the other rows of `x`, is of the same class.
///
/// # Panics
/// If there are not as many labels as rows.
pub fn agreement(x: &DMatrix<f64>, labels: &[u8]) -> f64 {
    let (n, rows) = (x.nrows(), rows_of(x));
    assert_eq!(n, labels.len(), "agreement: a label for each row");
    let same = |i: &usize| {
        let others = (0..n).filter(|j| j != i);
        let far = |j: &usize| squared_distance(&rows[*i], &rows[*j]);
        let nearest = others.min_by(|a, b| far(a).total_cmp(&far(b)));
        nearest.is_some_and(|j| labels[j] == labels[*i])
    };
    (0..n).filter(same).count() as f64 / n.max(1) as f64
}

/// The points of a map as a matrix, `[N, 2]`.
pub fn as_matrix(points: &[Point]) -> DMatrix<f64> {
    DMatrix::from_row_iterator(points.len(), 2, points.iter().flatten().copied())
}
