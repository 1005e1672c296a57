//! Batch norm, forward and backward.

use super::Table;
use crate::norm;
use crate::solutions;

/// Normalises each example over its channels.
pub fn batch_norm_along_rows(x: &[Vec<f64>], gamma: &[f64], beta: &[f64], epsilon: f64) -> Table {
    let row = |row: &Vec<f64>| -> Vec<f64> {
        let n = row.len() as f64;
        let mean = row.iter().sum::<f64>() / n;
        let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
        let hat = row.iter().map(|x| (x - mean) / (variance + epsilon).sqrt());
        hat.zip(gamma)
            .zip(beta)
            .map(|((h, g), b)| g * h + b)
            .collect()
    };
    x.iter().map(row).collect()
}

/// Divides the variance by N − 1.
pub fn batch_norm_unbiased(x: &[Vec<f64>], gamma: &[f64], beta: &[f64], epsilon: f64) -> Table {
    let n = x.len() as f64;
    by_channel(x, gamma, beta, |v| (v * n / (n - 1.0) + epsilon).sqrt())
}

/// Divides by the variance.
pub fn batch_norm_over_variance(
    x: &[Vec<f64>],
    gamma: &[f64],
    beta: &[f64],
    epsilon: f64,
) -> Table {
    by_channel(x, gamma, beta, |v| v + epsilon)
}

/// Adds ε behind the root.
pub fn batch_norm_epsilon_outside(
    x: &[Vec<f64>],
    gamma: &[f64],
    beta: &[f64],
    epsilon: f64,
) -> Table {
    by_channel(x, gamma, beta, |v| v.sqrt() + epsilon)
}

/// Stops at x̂.
pub fn batch_norm_without_gamma(
    x: &[Vec<f64>],
    gamma: &[f64],
    _beta: &[f64],
    epsilon: f64,
) -> Table {
    let (ones, zeros) = (vec![1.0; gamma.len()], vec![0.0; gamma.len()]);
    solutions::batch_norm(x, &ones, &zeros, epsilon)
}

/// γ·(x̂ + β).
pub fn batch_norm_beta_first(x: &[Vec<f64>], gamma: &[f64], beta: &[f64], epsilon: f64) -> Table {
    let beta: Vec<f64> = beta.iter().zip(gamma).map(|(b, g)| b * g).collect();
    solutions::batch_norm(x, gamma, &beta, epsilon)
}

/// The mean of the squares minus the square of the mean.
pub fn batch_norm_of_squares(x: &[Vec<f64>], gamma: &[f64], beta: &[f64], epsilon: f64) -> Table {
    let n = x.len() as f64;
    let mut y = x.to_vec();
    for c in 0..gamma.len() {
        let mean = x.iter().map(|row| row[c]).sum::<f64>() / n;
        let variance = x.iter().map(|row| row[c] * row[c]).sum::<f64>() / n - mean * mean;
        for y in &mut y {
            y[c] = gamma[c] * (y[c] - mean) / (variance + epsilon).sqrt() + beta[c];
        }
    }
    y
}

/// Takes no mean away.
pub fn batch_norm_not_centred(x: &[Vec<f64>], gamma: &[f64], beta: &[f64], epsilon: f64) -> Table {
    let normed = norm::forward(x, gamma, beta, epsilon);
    let one = |row: &Vec<f64>| -> Vec<f64> {
        let numbers = row.iter().enumerate();
        numbers
            .map(|(c, x)| gamma[c] * x * normed.inverse[c] + beta[c])
            .collect()
    };
    x.iter().map(one).collect()
}

/// One mean and one variance for all channels.
pub fn batch_norm_of_the_table(x: &[Vec<f64>], gamma: &[f64], beta: &[f64], epsilon: f64) -> Table {
    let n = (x.len() * gamma.len()) as f64;
    let mean = x.iter().flatten().sum::<f64>() / n;
    let squares = x.iter().flatten().map(|x| (x - mean).powi(2));
    let divisor = (squares.sum::<f64>() / n + epsilon).sqrt();
    let one = |row: &Vec<f64>| -> Vec<f64> {
        let numbers = row.iter().enumerate();
        numbers
            .map(|(c, x)| gamma[c] * (x - mean) / divisor + beta[c])
            .collect()
    };
    x.iter().map(one).collect()
}

/// Divides by the number of channels.
pub fn batch_norm_over_channels(
    x: &[Vec<f64>],
    gamma: &[f64],
    beta: &[f64],
    epsilon: f64,
) -> Table {
    let channels = gamma.len() as f64;
    by_column(x, gamma, beta, |column| {
        let mean = column.iter().sum::<f64>() / channels;
        let squares = column.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
        (mean, (squares / channels + epsilon).sqrt())
    })
}

/// Divides by the mean distance.
pub fn batch_norm_by_distance(x: &[Vec<f64>], gamma: &[f64], beta: &[f64], epsilon: f64) -> Table {
    let n = x.len() as f64;
    by_column(x, gamma, beta, |column| {
        let mean = column.iter().sum::<f64>() / n;
        let apart = column.iter().map(|x| (x - mean).abs()).sum::<f64>();
        (mean, apart / n + epsilon)
    })
}

/// With a mean and a divisor of each column.
fn by_column(
    x: &[Vec<f64>],
    gamma: &[f64],
    beta: &[f64],
    of: impl Fn(&[f64]) -> (f64, f64),
) -> Table {
    let mut y = x.to_vec();
    for c in 0..gamma.len() {
        let column: Vec<f64> = x.iter().map(|row| row[c]).collect();
        let (mean, divisor) = of(&column);
        for row in &mut y {
            row[c] = gamma[c] * (row[c] - mean) / divisor + beta[c];
        }
    }
    y
}

/// The sum of the squared distances in place of their mean.
pub fn batch_norm_undivided(x: &[Vec<f64>], gamma: &[f64], beta: &[f64], epsilon: f64) -> Table {
    let n = x.len() as f64;
    by_channel(x, gamma, beta, |v| (v * n + epsilon).sqrt())
}

fn by_channel(x: &[Vec<f64>], gamma: &[f64], beta: &[f64], divisor: impl Fn(f64) -> f64) -> Table {
    let normed = norm::forward(x, gamma, beta, 0.0);
    let one = |row: &Vec<f64>| -> Vec<f64> {
        let numbers = row.iter().enumerate();
        numbers
            .map(|(c, x)| gamma[c] * (x - normed.mean[c]) / divisor(normed.variance[c]) + beta[c])
            .collect()
    };
    x.iter().map(one).collect()
}

/// Takes mean and variance for constants.
pub fn gradient_of_constants(
    x: &[Vec<f64>],
    gamma: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
) -> Table {
    gradient(x, gamma, epsilon, dy, |dy, _, _, _| dy)
}

/// Lets the mean move, the variance not.
pub fn gradient_through_the_mean(
    x: &[Vec<f64>],
    gamma: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
) -> Table {
    gradient(x, gamma, epsilon, dy, |dy, _, mean, _| dy - mean)
}

/// Lets the variance move, the mean not.
pub fn gradient_through_the_variance(
    x: &[Vec<f64>],
    gamma: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
) -> Table {
    gradient(x, gamma, epsilon, dy, |dy, hat, _, along| dy - hat * along)
}

/// Takes sums away, not means.
pub fn gradient_of_sums(x: &[Vec<f64>], gamma: &[f64], epsilon: f64, dy: &[Vec<f64>]) -> Table {
    let n = x.len() as f64;
    gradient(x, gamma, epsilon, dy, |dy, hat, mean, along| {
        dy - n * mean - n * hat * along
    })
}

/// Leaves γ out.
pub fn gradient_without_gamma(
    x: &[Vec<f64>],
    gamma: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
) -> Table {
    solutions::batch_norm_gradient(x, &vec![1.0; gamma.len()], epsilon, dy)
}

/// Leaves 1/σ out.
pub fn gradient_without_scale(
    x: &[Vec<f64>],
    gamma: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
) -> Table {
    let inverse = norm::forward(x, gamma, gamma, epsilon).inverse;
    let gamma: Vec<f64> = gamma.iter().zip(inverse).map(|(g, i)| g / i).collect();
    solutions::batch_norm_gradient(x, &gamma, epsilon, dy)
}

/// With another ε.
pub fn gradient_with_epsilon(
    x: &[Vec<f64>],
    gamma: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
) -> Table {
    solutions::batch_norm_gradient(x, gamma, epsilon, dy)
}

/// Adds what has to be taken away.
pub fn gradient_added(x: &[Vec<f64>], gamma: &[f64], epsilon: f64, dy: &[Vec<f64>]) -> Table {
    gradient(x, gamma, epsilon, dy, |dy, hat, mean, along| {
        dy + mean + hat * along
    })
}

/// The sign of the way through the variance turned.
pub fn gradient_with_the_variance_added(
    x: &[Vec<f64>],
    gamma: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
) -> Table {
    gradient(x, gamma, epsilon, dy, |dy, hat, mean, along| {
        dy - mean + hat * along
    })
}

/// The way through the variance counted twice.
pub fn gradient_with_the_variance_twice(
    x: &[Vec<f64>],
    gamma: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
) -> Table {
    gradient(x, gamma, epsilon, dy, |dy, hat, mean, along| {
        dy - mean - 2.0 * hat * along
    })
}

/// γ·dy.
pub fn gradient_of_gamma_alone(gamma: &[f64], dy: &[Vec<f64>]) -> Table {
    let one = |dy: &Vec<f64>| dy.iter().zip(gamma).map(|(dy, g)| dy * g).collect();
    dy.iter().map(one).collect()
}

/// The variance over N − 1.
pub fn gradient_unbiased(x: &[Vec<f64>], gamma: &[f64], epsilon: f64, dy: &[Vec<f64>]) -> Table {
    let n = x.len() as f64;
    let inverse = |variance: f64| 1.0 / (variance * n / (n - 1.0) + epsilon).sqrt();
    gradient_by_hand(x, gamma, dy, inverse, |distance, inverse| {
        distance * inverse
    })
}

/// x − mean in place of x̂.
pub fn gradient_with_distances(
    x: &[Vec<f64>],
    gamma: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
) -> Table {
    let inverse = |variance: f64| 1.0 / (variance + epsilon).sqrt();
    gradient_by_hand(x, gamma, dy, inverse, |distance, _| distance)
}

/// The right formula, with another 1/σ of the variance, and another x̂ of the distance to the mean and 1/σ.
fn gradient_by_hand(
    x: &[Vec<f64>],
    gamma: &[f64],
    dy: &[Vec<f64>],
    inverse: impl Fn(f64) -> f64,
    hat: impl Fn(f64, f64) -> f64,
) -> Table {
    let n = x.len() as f64;
    let normed = norm::forward(x, gamma, gamma, 0.0);
    let mut dx = dy.to_vec();
    for c in 0..gamma.len() {
        let inverse = inverse(normed.variance[c]);
        let hats: Vec<f64> = x
            .iter()
            .map(|row| hat(row[c] - normed.mean[c], inverse))
            .collect();
        let mean = dy.iter().map(|row| row[c]).sum::<f64>() / n;
        let along = dy
            .iter()
            .zip(&hats)
            .map(|(row, hat)| row[c] * hat)
            .sum::<f64>()
            / n;
        for (dx, hat) in dx.iter_mut().zip(&hats) {
            dx[c] = gamma[c] * inverse * (dx[c] - mean - hat * along);
        }
    }
    dx
}

/// γ/σ times `of(dy, x̂, mean of dy, mean of dy·x̂)`.
fn gradient(
    x: &[Vec<f64>],
    gamma: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
    of: impl Fn(f64, f64, f64, f64) -> f64,
) -> Table {
    let normed = norm::forward(x, gamma, gamma, epsilon);
    let right = norm::backward(&normed, gamma, dy);
    let n = x.len() as f64;
    let one = |(dy, hat): (&Vec<f64>, &Vec<f64>)| -> Vec<f64> {
        (0..gamma.len())
            .map(|c| {
                let inner = of(dy[c], hat[c], right.beta[c] / n, right.gamma[c] / n);
                gamma[c] * normed.inverse[c] * inner
            })
            .collect()
    };
    dy.iter().zip(&normed.hat).map(one).collect()
}
