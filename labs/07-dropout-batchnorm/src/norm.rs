//! Batch normalisation by hand: forward, and the gradient with no step skipped. Rows are examples, columns are channels.

use nabla::{Tensor, Var};

/// A table: one row an example, one column a channel.
pub type Rows = Vec<Vec<f64>>;

// ANCHOR: forward
/// What batch normalisation computes on the way forward, and what its gradient
/// will need again.
pub struct Normed {
    /// Of each channel, over the batch.
    pub mean: Vec<f64>,
    /// Of each channel, over the batch: the mean square of the distances to
    /// the mean, divided by N.
    pub variance: Vec<f64>,
    /// 1/√(variance + ε) of each channel.
    pub inverse: Vec<f64>,
    /// The normalised numbers: mean 0, variance 1 in each channel.
    pub hat: Rows,
    /// γ·hat + β.
    pub y: Rows,
}

/// γ and β are one number a channel.
pub fn forward(x: &[Vec<f64>], gamma: &[f64], beta: &[f64], epsilon: f64) -> Normed {
    let mean = mean_of(x, |i, c| x[i][c]);
    let variance = mean_of(x, |i, c| (x[i][c] - mean[c]).powi(2));
    let inverse: Vec<f64> = variance
        .iter()
        .map(|v| 1.0 / (v + epsilon).sqrt())
        .collect();
    let hat = each(x, |i, c| (x[i][c] - mean[c]) * inverse[c]);
    let y = each(x, |i, c| gamma[c] * hat[i][c] + beta[c]);
    Normed {
        mean,
        variance,
        inverse,
        hat,
        y,
    }
}
// ANCHOR_END: forward

/// The gradients of a loss.
pub struct Gradients {
    /// In every number that came in.
    pub x: Rows,
    /// In γ.
    pub gamma: Vec<f64>,
    /// In β.
    pub beta: Vec<f64>,
}

// ANCHOR: backward
/// The gradients, given that with respect to `y`.
pub fn backward(normed: &Normed, gamma: &[f64], dy: &[Vec<f64>]) -> Gradients {
    let Normed { hat, inverse, .. } = normed;
    let n = dy.len() as f64;
    let mean_dy = mean_of(dy, |i, c| dy[i][c]);
    let mean_dy_hat = mean_of(dy, |i, c| dy[i][c] * hat[i][c]);
    Gradients {
        x: each(dy, |i, c| {
            gamma[c] * inverse[c] * (dy[i][c] - mean_dy[c] - hat[i][c] * mean_dy_hat[c])
        }),
        gamma: mean_dy_hat.iter().map(|m| m * n).collect(),
        beta: mean_dy.iter().map(|m| m * n).collect(),
    }
}
// ANCHOR_END: backward

// ANCHOR: wrong
/// The classic mistake: mean and variance taken for constants.
pub fn backward_of_constants(normed: &Normed, gamma: &[f64], dy: &[Vec<f64>]) -> Rows {
    each(dy, |i, c| gamma[c] * normed.inverse[c] * dy[i][c])
}
// ANCHOR_END: wrong

/// The gradient with respect to every x by two more evaluations each, of the loss Σ dy·y: the definition of a derivative.
pub fn measured(
    x: &[Vec<f64>],
    gamma: &[f64],
    beta: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
) -> Rows {
    const H: f64 = 1e-5;
    let loss = |x: &[Vec<f64>]| -> f64 {
        let y = forward(x, gamma, beta, epsilon).y;
        let rows = y.iter().zip(dy);
        rows.flat_map(|(y, dy)| y.iter().zip(dy).map(|(y, dy)| y * dy))
            .sum()
    };
    each(x, |i, c| {
        // In proportion to the channel's standard deviation: the channels may be in quite different units.
        let h = H * x.iter().map(|row| row[c].abs()).fold(1.0, f64::max);
        let moved = |by: f64| {
            let mut x = x.to_vec();
            x[i][c] += by;
            loss(&x)
        };
        (moved(h) - moved(-h)) / (2.0 * h)
    })
}

// ANCHOR: running
/// What a layer remembers for the time when there is no batch.
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    /// Of each channel.
    pub mean: Vec<f64>,
    /// Of each channel.
    pub variance: Vec<f64>,
}

impl Running {
    /// Nothing seen yet: mean 0, variance 1.
    pub fn new(channels: usize) -> Self {
        Running {
            mean: vec![0.0; channels],
            variance: vec![1.0; channels],
        }
    }

    /// Takes in a batch. `share` is the weight of the new, PyTorch's momentum.
    /// The variance taken in is that with N − 1: an estimate for *all* data,
    /// of which the batch is a sample.
    pub fn see(&mut self, x: &[Vec<f64>], share: f64) {
        let n = x.len() as f64;
        let mean = mean_of(x, |i, c| x[i][c]);
        let variance = mean_of(x, |i, c| (x[i][c] - mean[c]).powi(2));
        for c in 0..mean.len() {
            let unbiased = variance[c] * n / (n - 1.0);
            self.mean[c] += share * (mean[c] - self.mean[c]);
            self.variance[c] += share * (unbiased - self.variance[c]);
        }
    }
}
// ANCHOR_END: running

// ANCHOR: detached
/// Batch norm from single operations. With `constants`, mean and standard deviation are
/// detached: the tape then takes them for constants, which is the classic bug.
pub fn composed<'t>(x: Var<'t>, weights: &Tensor, constants: bool) -> Var<'t> {
    let hold = |v: Var<'t>| if constants { v.detach() } else { v };
    let distance = x - hold(x.mean_axis(0));
    let standard_deviation = hold((distance.square().mean_axis(0) + 1e-5).sqrt());
    (distance / standard_deviation * x.tape().constant(weights.clone())).sum()
}
// ANCHOR_END: detached

/// The mean over the rows of `value(row, column)`, for each column.
fn mean_of(x: &[Vec<f64>], value: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let columns = x.first().map_or(0, Vec::len);
    let column = |c| (0..x.len()).map(|i| value(i, c)).sum::<f64>() / x.len() as f64;
    (0..columns).map(column).collect()
}

/// A table of the same size.
fn each(x: &[Vec<f64>], value: impl Fn(usize, usize) -> f64) -> Rows {
    (0..x.len())
        .map(|i| (0..x[i].len()).map(|c| value(i, c)).collect())
        .collect()
}
