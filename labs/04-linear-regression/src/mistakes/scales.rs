//! Columns standardised by the wrong numbers.

use crate::solutions;

/// The training column and the test column.
type Columns = (Vec<f64>, Vec<f64>);

/// The mean of a column, and the mean of its squared distances from that mean.
fn moments(column: &[f64]) -> (f64, f64) {
    let n = column.len() as f64;
    let mean = column.iter().sum::<f64>() / n;
    let variance = column.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
    (mean, variance)
}

/// (v − shift)/scale for both columns.
fn scaled(train: &[f64], test: &[f64], (shift, scale): (f64, f64)) -> Columns {
    let apply = |column: &[f64]| column.iter().map(|v| (v - shift) / scale).collect();
    (apply(train), apply(test))
}

/// Shifted and scaled by two numbers that are made from mean and standard deviation.
pub fn standardise_by(train: &[f64], test: &[f64], numbers: fn(f64, f64) -> (f64, f64)) -> Columns {
    let (mean, variance) = moments(train);
    scaled(train, test, numbers(mean, variance.sqrt()))
}

/// A little added to the deviation and to the variance.
pub fn standardise_propped(train: &[f64], test: &[f64], deviation: f64, variance: f64) -> Columns {
    let (mean, square) = moments(train);
    scaled(train, test, (mean, (square + variance).sqrt() + deviation))
}

/// The variance as the mean of the squares less the square of the mean.
pub fn standardise_by_squares(train: &[f64], test: &[f64]) -> Columns {
    let n = train.len() as f64;
    let mean = train.iter().sum::<f64>() / n;
    let squares = train.iter().map(|v| v * v).sum::<f64>() / n;
    scaled(train, test, (mean, (squares - mean * mean).sqrt()))
}

/// v − mean/s.
pub fn standardise_without_bracket(train: &[f64], test: &[f64]) -> Columns {
    let (mean, variance) = moments(train);
    scaled(train, test, (mean / variance.sqrt(), 1.0))
}

/// Smallest to 0, largest to 1.
pub fn standardise_by_range(train: &[f64], test: &[f64]) -> Columns {
    let smallest = train.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = train.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    scaled(train, test, (smallest, largest - smallest))
}

/// The mean absolute distance for the standard deviation.
pub fn standardise_by_distance(train: &[f64], test: &[f64]) -> Columns {
    let (mean, _) = moments(train);
    let distance = train.iter().map(|v| (v - mean).abs()).sum::<f64>() / train.len() as f64;
    scaled(train, test, (mean, distance))
}

/// The test column standardised by its own mean and standard deviation.
pub fn standardise_apart(train: &[f64], test: &[f64]) -> Columns {
    let (by_train, _) = solutions::standardise(train, test);
    let (by_test, _) = solutions::standardise(test, train);
    (by_train, by_test)
}

/// Mean and standard deviation of all the data together.
pub fn standardise_together(train: &[f64], test: &[f64]) -> Columns {
    let all = [train, test].concat();
    (
        solutions::standardise(&all, train).1,
        solutions::standardise(&all, test).1,
    )
}

/// Divided by the variance instead of its root.
pub fn standardise_by_variance(train: &[f64], test: &[f64]) -> Columns {
    standardise_by(train, test, |mean, deviation| (mean, deviation * deviation))
}

/// The standard deviation with n − 1 instead of n.
pub fn standardise_by_sample_deviation(train: &[f64], test: &[f64]) -> Columns {
    let n = train.len() as f64;
    let shrink = ((n - 1.0) / n).sqrt();
    let (train, test) = solutions::standardise(train, test);
    let apply = |column: Vec<f64>| column.into_iter().map(|v| v * shrink).collect();
    (apply(train), apply(test))
}
