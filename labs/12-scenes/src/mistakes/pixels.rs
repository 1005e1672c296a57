//! Overlap as a loss.

/// The two sums: of the products, and of both lists.
fn sums(p: &[f64], y: &[f64]) -> (f64, f64) {
    let common = p.iter().zip(y).map(|(p, y)| p * y).sum();
    (common, p.iter().chain(y).sum())
}

/// The gradient's sign, its numerator, and the power of what it is divided by.
fn slopes(y: &[f64], slope: impl Fn(f64) -> f64) -> Vec<f64> {
    y.iter().map(|&y| slope(y)).collect()
}

/// That of 1 − L.
pub fn dice_climbs(p: &[f64], y: &[f64]) -> (f64, Vec<f64>) {
    let (loss, slopes) = crate::solutions::dice_loss(p, y);
    (loss, slopes.iter().map(|s| -s).collect())
}

/// The overlap itself.
pub fn dice_is_no_loss(p: &[f64], y: &[f64]) -> (f64, Vec<f64>) {
    let (loss, slopes) = dice_climbs(p, y);
    (1.0 - loss, slopes)
}

/// What is below the bar is taken for a constant.
pub fn dice_constant_below(p: &[f64], y: &[f64]) -> (f64, Vec<f64>) {
    let (common, both) = sums(p, y);
    let below = both + 1.0;
    let loss = 1.0 - (2.0 * common + 1.0) / below;
    (loss, slopes(y, |y| -2.0 * y / below))
}

/// Without the ones.
pub fn dice_unsmoothed(p: &[f64], y: &[f64]) -> (f64, Vec<f64>) {
    let (common, both) = sums(p, y);
    let slope = |y: f64| -2.0 * (y * both - common) / (both * both);
    (1.0 - 2.0 * common / both, slopes(y, slope))
}

/// Σpy counted once.
pub fn dice_once(p: &[f64], y: &[f64]) -> (f64, Vec<f64>) {
    let (common, both) = sums(p, y);
    let (above, below) = (common + 1.0, both + 1.0);
    let slope = |y: f64| -(y * below - above) / (below * below);
    (1.0 - above / below, slopes(y, slope))
}

/// Divided by the union.
pub fn dice_as_iou(p: &[f64], y: &[f64]) -> (f64, Vec<f64>) {
    let (common, both) = sums(p, y);
    let (above, below) = (common + 1.0, both - common + 1.0);
    let slope = |y: f64| -(y * below - above * (1.0 - y)) / (below * below);
    (1.0 - above / below, slopes(y, slope))
}

/// Below the bar not squared.
pub fn dice_not_squared(p: &[f64], y: &[f64]) -> (f64, Vec<f64>) {
    let (common, both) = sums(p, y);
    let (above, below) = (2.0 * common + 1.0, both + 1.0);
    let slope = |y: f64| -(2.0 * y * below - above) / below;
    (1.0 - above / below, slopes(y, slope))
}
