//! The reference answers to [`crate::exercises`]. Try first; a hint costs less than a look in here.

// ANCHOR: dropout
/// A number stays with probability 1 − rate. Divided by that, its expected value is what it was.
pub fn dropout(x: &[f64], draws: &[f64], rate: f64) -> Vec<f64> {
    let pairs = x.iter().zip(draws);
    pairs
        .map(|(x, &draw)| if draw < rate { 0.0 } else { x / (1.0 - rate) })
        .collect()
}
// ANCHOR_END: dropout

// ANCHOR: two_dialects
/// What stays with probability p is multiplied by 1/p.
pub fn two_dialects() -> [f64; 4] {
    let keep = 0.8;
    let copied_rate = 0.8;
    [
        1.0 - keep,
        1.0 / keep,
        1000.0 * (1.0 - copied_rate),
        1.0 / (1.0 - copied_rate),
    ]
}
// ANCHOR_END: two_dialects

// ANCHOR: batch_norm
/// Down a column, never along a row.
pub fn batch_norm(x: &[Vec<f64>], gamma: &[f64], beta: &[f64], epsilon: f64) -> Vec<Vec<f64>> {
    let n = x.len() as f64;
    let mut y = x.to_vec();
    for c in 0..gamma.len() {
        let mean = x.iter().map(|row| row[c]).sum::<f64>() / n;
        let variance = x.iter().map(|row| (row[c] - mean).powi(2)).sum::<f64>() / n;
        for (y, x) in y.iter_mut().zip(x) {
            let hat = (x[c] - mean) / (variance + epsilon).sqrt();
            y[c] = gamma[c] * hat + beta[c];
        }
    }
    y
}
// ANCHOR_END: batch_norm

// ANCHOR: batch_norm_gradient
/// γ/σ times what is left of dy when its mean, and its part along x̂, are taken away.
pub fn batch_norm_gradient(
    x: &[Vec<f64>],
    gamma: &[f64],
    epsilon: f64,
    dy: &[Vec<f64>],
) -> Vec<Vec<f64>> {
    let n = x.len() as f64;
    let ones = vec![1.0; gamma.len()];
    let zeros = vec![0.0; gamma.len()];
    let hat = batch_norm(x, &ones, &zeros, epsilon);
    let mut dx = dy.to_vec();
    for c in 0..gamma.len() {
        let mean = x.iter().map(|row| row[c]).sum::<f64>() / n;
        let variance = x.iter().map(|row| (row[c] - mean).powi(2)).sum::<f64>() / n;
        let scale = gamma[c] / (variance + epsilon).sqrt();
        let mean_dy = dy.iter().map(|row| row[c]).sum::<f64>() / n;
        let pairs = dy.iter().zip(&hat);
        let mean_dy_hat = pairs.map(|(dy, hat)| dy[c] * hat[c]).sum::<f64>() / n;
        for (dx, hat) in dx.iter_mut().zip(&hat) {
            dx[c] = scale * (dx[c] - mean_dy - hat[c] * mean_dy_hat);
        }
    }
    dx
}
// ANCHOR_END: batch_norm_gradient

// ANCHOR: remember
/// A step of the size `momentum` from the old towards the new.
pub fn remember(old: (f64, f64), batch: &[f64], momentum: f64) -> (f64, f64) {
    let n = batch.len() as f64;
    let mean = batch.iter().sum::<f64>() / n;
    let unbiased = batch.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (
        (1.0 - momentum) * old.0 + momentum * mean,
        (1.0 - momentum) * old.1 + momentum * unbiased,
    )
}
// ANCHOR_END: remember

// ANCHOR: cnn_bn_parameters
/// Four numbers a channel: γ and β are learned, the running mean and variance are kept.
pub fn cnn_bn_parameters() -> [usize; 3] {
    let channels = 32 + 64 + 128;
    let learned = 1_199_882 + 2 * channels;
    let kept = 2 * channels;
    [learned + kept, learned, kept]
}
// ANCHOR_END: cnn_bn_parameters

// ANCHOR: weighted_loss
/// An example of weight 2 counts as if it were there twice; above the bar, and below it.
pub fn weighted_loss(losses: &[f64], labels: &[usize], class_weights: &[f64]) -> f64 {
    let weights = labels.iter().map(|&label| class_weights[label]);
    let total: f64 = weights.clone().sum();
    weights.zip(losses).map(|(w, loss)| w * loss).sum::<f64>() / total
}
// ANCHOR_END: weighted_loss

// ANCHOR: shifted
/// Each pixel of the result asks where it comes from.
pub fn shifted(picture: &[Vec<f64>], down: isize, right: isize) -> Vec<Vec<f64>> {
    let from = |row: usize, column: usize| {
        let row = row.checked_add_signed(-down)?;
        let column = column.checked_add_signed(-right)?;
        picture.get(row)?.get(column).copied()
    };
    let row = |r: usize| -> Vec<f64> {
        (0..picture[r].len())
            .map(|c| from(r, c).unwrap_or(0.0))
            .collect()
    };
    (0..picture.len()).map(row).collect()
}
// ANCHOR_END: shifted
