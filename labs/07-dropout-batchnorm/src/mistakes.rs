//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

use crate::norm;
use crate::solutions;

/// Takes the rate for the probability to stay.
pub fn dropout_keeping_the_rate(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    kept(x, draws, |draw| draw < rate, 1.0 / rate)
}

/// Makes up for nothing.
pub fn dropout_not_made_up(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    kept(x, draws, |draw| draw >= rate, 1.0)
}

/// Divides by the rate.
pub fn dropout_over_the_rate(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    kept(x, draws, |draw| draw >= rate, 1.0 / rate)
}

/// Multiplies where it should divide.
pub fn dropout_quieter(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    kept(x, draws, |draw| draw >= rate, 1.0 - rate)
}

/// Makes up for the fraction that happened to be dropped, not for the rate.
pub fn dropout_by_count(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    let stay = draws.iter().filter(|&&draw| draw >= rate).count();
    kept(x, draws, |draw| draw >= rate, x.len() as f64 / stay as f64)
}

fn kept(x: &[f64], draws: &[f64], stays: impl Fn(f64) -> bool, factor: f64) -> Vec<f64> {
    let pairs = x.iter().zip(draws);
    pairs
        .map(|(x, &draw)| if stays(draw) { x * factor } else { 0.0 })
        .collect()
}

/// Takes the 0.8 of 2017 for a rate.
pub fn dialects_alike() -> [f64; 4] {
    [0.8, 5.0, 200.0, 5.0]
}

/// Makes up by the share that is missing.
pub fn dialects_by_the_missing() -> [f64; 4] {
    [0.2, 5.0, 200.0, 1.25]
}

/// Counts those that go.
pub fn dialects_counting_the_dropped() -> [f64; 4] {
    [0.2, 1.25, 800.0, 5.0]
}

/// Thinks that today's frameworks make up when the network is used.
pub fn dialects_without_making_up() -> [f64; 4] {
    [0.2, 1.25, 200.0, 1.0]
}

type Table = Vec<Vec<f64>>;

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

/// Keras' momentum: the weight of the old.
pub fn remember_as_keras(old: (f64, f64), batch: &[f64], momentum: f64) -> (f64, f64) {
    solutions::remember(old, batch, 1.0 - momentum)
}

/// Takes in the variance that divides by N.
pub fn remember_biased(old: (f64, f64), batch: &[f64], momentum: f64) -> (f64, f64) {
    let (mean, variance) = moments(batch);
    (
        (1.0 - momentum) * old.0 + momentum * mean,
        (1.0 - momentum) * old.1 + momentum * variance,
    )
}

/// Forgets what was.
pub fn remember_the_last(_old: (f64, f64), batch: &[f64], _momentum: f64) -> (f64, f64) {
    let (mean, variance) = moments(batch);
    let n = batch.len() as f64;
    (mean, variance * n / (n - 1.0))
}

/// Adds the new without taking anything from the old.
pub fn remember_by_adding(old: (f64, f64), batch: &[f64], momentum: f64) -> (f64, f64) {
    let (mean, variance) = remember_the_last(old, batch, momentum);
    (old.0 + momentum * mean, old.1 + momentum * variance)
}

fn moments(batch: &[f64]) -> (f64, f64) {
    let n = batch.len() as f64;
    let mean = batch.iter().sum::<f64>() / n;
    let variance = batch.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
    (mean, variance)
}

/// Counts four numbers for each place in the picture.
pub fn parameters_of_places() -> [usize; 3] {
    let places = 26 * 26 * 32 + 12 * 12 * 64 + 128;
    [1_199_882 + 4 * places, 1_199_882 + 2 * places, 2 * places]
}

/// Leaves γ and β out.
pub fn parameters_without_gamma() -> [usize; 3] {
    [1_199_882 + 448, 1_199_882, 448]
}

/// Takes everything for learned.
pub fn parameters_all_learned() -> [usize; 3] {
    [1_200_778, 1_200_778, 0]
}

/// Takes nothing of batch norm for learned.
pub fn parameters_none_learned() -> [usize; 3] {
    [1_200_778, 1_199_882, 896]
}

/// Divides by the number of examples.
pub fn weighted_over_count(losses: &[f64], labels: &[usize], class_weights: &[f64]) -> f64 {
    let weights = labels.iter().map(|&label| class_weights[label]);
    let sum: f64 = weights.zip(losses).map(|(w, loss)| w * loss).sum();
    sum / losses.len() as f64
}

/// Divides by the sum of the weights of the classes.
pub fn weighted_over_classes(losses: &[f64], labels: &[usize], class_weights: &[f64]) -> f64 {
    let total: f64 = class_weights.iter().sum();
    weighted_over_count(losses, labels, class_weights) * losses.len() as f64 / total
}

/// Weighs nothing.
pub fn weighted_not_at_all(losses: &[f64], _labels: &[usize], _class_weights: &[f64]) -> f64 {
    losses.iter().sum::<f64>() / losses.len() as f64
}

/// Takes the weights in the order of the examples.
pub fn weighted_by_place(losses: &[f64], _labels: &[usize], class_weights: &[f64]) -> f64 {
    let weights: Vec<f64> = (0..losses.len())
        .map(|i| class_weights[i % class_weights.len()])
        .collect();
    let sum: f64 = weights.iter().zip(losses).map(|(w, loss)| w * loss).sum();
    sum / weights.iter().sum::<f64>()
}

/// Up and to the left.
pub fn shifted_the_other_way(picture: &[Vec<f64>], down: isize, right: isize) -> Table {
    solutions::shifted(picture, -down, -right)
}

/// Rows and columns exchanged.
pub fn shifted_turned(picture: &[Vec<f64>], down: isize, right: isize) -> Table {
    solutions::shifted(picture, right, down)
}

/// What leaves on one side comes in on the other.
pub fn shifted_around(picture: &[Vec<f64>], down: isize, right: isize) -> Table {
    from(picture, |row, column, (height, width)| {
        (
            (row - down).rem_euclid(height),
            (column - right).rem_euclid(width),
        )
    })
}

/// The edge is smeared into the empty part.
pub fn shifted_smeared(picture: &[Vec<f64>], down: isize, right: isize) -> Table {
    from(picture, |row, column, (height, width)| {
        (
            (row - down).clamp(0, height - 1),
            (column - right).clamp(0, width - 1),
        )
    })
}

fn from(
    picture: &[Vec<f64>],
    place: impl Fn(isize, isize, (isize, isize)) -> (isize, isize),
) -> Table {
    let size = (picture.len() as isize, picture[0].len() as isize);
    let row = |r: isize| -> Vec<f64> {
        (0..size.1)
            .map(|c| {
                let (row, column) = place(r, c, size);
                picture[row as usize][column as usize]
            })
            .collect()
    };
    (0..size.0).map(row).collect()
}
