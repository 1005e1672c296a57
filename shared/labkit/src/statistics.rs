//! What a lesson says of several runs: their mean, and how far apart they are.

/// The mean; 0 of nothing.
///
/// ```
/// assert_eq!(labkit::statistics::mean([1.0, 2.0, 6.0]), 3.0);
/// ```
pub fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0_f64);
    for value in values {
        sum += value;
        count += 1.0;
    }
    sum / count.max(1.0)
}

/// The standard deviation of a sample, which divides by one less than there are; 0 of a single number.
///
/// ```
/// assert_eq!(labkit::statistics::standard_deviation([1.0, 2.0, 3.0]), 1.0);
/// ```
pub fn standard_deviation(values: impl IntoIterator<Item = f64, IntoIter: Clone>) -> f64 {
    let values = values.into_iter();
    let (middle, count) = (mean(values.clone()), values.clone().count());
    let squares: f64 = values.map(|v| (v - middle).powi(2)).sum();
    (squares / count.saturating_sub(1).max(1) as f64).sqrt()
}
