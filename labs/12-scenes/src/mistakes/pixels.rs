//! Overlap as a loss.

/// Probabilities, and the truth.
pub type Asked = (Vec<f64>, Vec<f64>);

/// 1 − A/B with another A or B, made of Σpy and Σp + Σy, and with another slope, from y, A and B.
pub fn dice(
    parts: fn(f64, f64) -> (f64, f64),
    slope: fn(f64, f64, f64) -> f64,
) -> impl Fn(&Asked) -> (f64, Vec<f64>) {
    move |(p, y)| {
        let common = p.iter().zip(y).map(|(p, y)| p * y).sum();
        let (above, below) = parts(common, p.iter().chain(y).sum());
        let slopes = y.iter().map(|&y| slope(y, above, below));
        (1.0 - above / below, slopes.collect())
    }
}
