//! Pixels in wrong units, and softmaxes in a row.

use crate::solutions;

/// The mean of a column, and the mean of its squared distances from that mean.
fn moments(column: &[f64]) -> (f64, f64) {
    let n = column.len() as f64;
    let mean = column.iter().sum::<f64>() / n;
    let variance = column.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
    (mean, variance)
}

/// (x − shift)/scale.
fn scaled(values: &[f64], (shift, scale): (f64, f64)) -> Vec<f64> {
    values.iter().map(|x| (x - shift) / scale).collect()
}

fn changes(train: &[f64]) -> bool {
    train.iter().any(|x| *x != train[0])
}

/// By the standard deviation, made of the variance by `scale`; by 1 where nothing changes.
fn standardised(train: &[f64], test: &[f64], scale: impl Fn(f64) -> f64) -> Vec<f64> {
    let (mean, variance) = moments(train);
    let scale = if changes(train) { scale(variance) } else { 1.0 };
    scaled(test, (mean, scale))
}

/// Mean and standard deviation of the test pictures.
pub fn standardise_by_test(_train: &[f64], test: &[f64]) -> Vec<f64> {
    solutions::standardise(test, test)
}

/// Divides by the variance.
pub fn standardise_by_variance(train: &[f64], test: &[f64]) -> Vec<f64> {
    standardised(train, test, |variance| variance)
}

/// Divides by 0 where a pixel never changes.
pub fn standardise_dividing_by_zero(train: &[f64], test: &[f64]) -> Vec<f64> {
    let (mean, variance) = moments(train);
    scaled(test, (mean, variance.sqrt()))
}

/// Divides by whatever is more than 0, were it a rounding error.
pub fn standardise_by_rounding(train: &[f64], test: &[f64]) -> Vec<f64> {
    let (mean, variance) = moments(train);
    scaled(
        test,
        (mean, if variance > 0.0 { variance.sqrt() } else { 1.0 }),
    )
}

/// Does not take the mean away.
pub fn standardise_uncentred(train: &[f64], test: &[f64]) -> Vec<f64> {
    let (_, variance) = moments(train);
    scaled(
        test,
        (0.0, if changes(train) { variance.sqrt() } else { 1.0 }),
    )
}

/// Takes the mean away, and that is all.
pub fn standardise_shifted(train: &[f64], test: &[f64]) -> Vec<f64> {
    standardised(train, test, |_| 1.0)
}

/// A little added to the deviation and to the variance.
pub fn standardise_propped(train: &[f64], test: &[f64], deviation: f64, variance: f64) -> Vec<f64> {
    let (mean, square) = moments(train);
    scaled(test, (mean, (square + variance).sqrt() + deviation))
}

/// The variance as the mean of the squares less the square of the mean.
pub fn standardise_by_squares(train: &[f64], test: &[f64]) -> Vec<f64> {
    let n = train.len() as f64;
    let mean = train.iter().sum::<f64>() / n;
    let squares = train.iter().map(|x| x * x).sum::<f64>() / n;
    standardised(train, test, |_| (squares - mean * mean).sqrt())
}

/// Smallest to 0, largest to 1.
pub fn standardise_by_range(train: &[f64], test: &[f64]) -> Vec<f64> {
    let smallest = train.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = train.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let scale = if changes(train) {
        largest - smallest
    } else {
        1.0
    };
    scaled(test, (smallest, scale))
}

/// n − 1 for n.
pub fn standardise_by_sample_deviation(train: &[f64], test: &[f64]) -> Vec<f64> {
    let n = train.len() as f64;
    standardised(train, test, |variance| (variance * n / (n - 1.0)).sqrt())
}

/// 0 for all where nothing changes.
pub fn standardise_to_zeros(train: &[f64], test: &[f64]) -> Vec<f64> {
    match changes(train) {
        true => solutions::standardise(train, test),
        false => vec![0.0; test.len()],
    }
}

/// As they were where nothing changes.
pub fn standardise_untouched(train: &[f64], test: &[f64]) -> Vec<f64> {
    match changes(train) {
        true => solutions::standardise(train, test),
        false => test.to_vec(),
    }
}

/// The 1 among so many zeros.
pub fn softmax_twice_among(zeros: f64) -> [f64; 2] {
    let e = std::f64::consts::E;
    [e / (e + zeros), (1.0 + zeros / e).ln()]
}

/// Once more than asked.
pub fn softmax_thrice() -> [f64; 2] {
    let p = solutions::softmax_twice()[0];
    let other = (1.0 - p) / 9.0;
    let p = p.exp() / (p.exp() + 9.0 * other.exp());
    [p, -p.ln()]
}

/// Takes the second softmax for harmless.
pub fn softmax_twice_harmless() -> [f64; 2] {
    [1.0, 0.0]
}

/// Counts ten zeros beside the one.
pub fn softmax_twice_with_ten_zeros() -> [f64; 2] {
    softmax_twice_among(10.0)
}

/// A tie: the 1 counts no more than a 0.
pub fn softmax_twice_as_a_tie() -> [f64; 2] {
    [0.1, 10_f64.ln()]
}
