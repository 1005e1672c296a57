//! Ten sums become ten probabilities, and a loss with a simple gradient. All of it for one row of logits; nabla does
//! the same for a whole batch.

// ANCHOR: naive
/// The formula as it stands: e^zₖ over the sum of all.
/// Right on paper; in `f32` e^89 is infinite.
pub fn naive_softmax(logits: &[f32]) -> Vec<f32> {
    let powers: Vec<f32> = logits.iter().map(|z| z.exp()).collect();
    let total: f32 = powers.iter().sum();
    powers.iter().map(|power| power / total).collect()
}
// ANCHOR_END: naive

/// −ln p of the label, by the formula as it stands: infinite as soon as p is rounded to 0.
pub fn naive_cross_entropy(logits: &[f32], label: usize) -> f32 {
    -naive_softmax(logits)[label].ln()
}

// ANCHOR: stable
/// The same numbers, from logits of any size: the largest is taken away
/// from all of them first, so that e is raised to 0 at most.
pub fn softmax(logits: &[f32]) -> Vec<f32> {
    let largest = largest(logits);
    let powers: Vec<f32> = logits.iter().map(|z| (z - largest).exp()).collect();
    let total: f32 = powers.iter().sum();
    powers.iter().map(|power| power / total).collect()
}

/// ln Σ e^zₖ: a smooth version of the maximum, and never below it.
pub fn log_sum_exp(logits: &[f32]) -> f32 {
    let largest = largest(logits);
    let total: f32 = logits.iter().map(|z| (z - largest).exp()).sum();
    largest + total.ln()
}

/// −ln p of the label, in nats, without computing p.
///
/// # Panics
/// If there is no such class.
pub fn cross_entropy(logits: &[f32], label: usize) -> f32 {
    log_sum_exp(logits) - logits[label]
}
// ANCHOR_END: stable

fn largest(logits: &[f32]) -> f32 {
    logits.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}

// ANCHOR: gradient
/// The gradient of the loss with respect to each logit: p − y, the answer minus the truth.
pub fn logit_gradient(logits: &[f32], label: usize) -> Vec<f32> {
    let mut gradient = softmax(logits);
    gradient[label] -= 1.0;
    gradient
}
// ANCHOR_END: gradient

/// The gradient by two more evaluations a logit, in double precision: the definition of a derivative.
pub fn measured_gradient(logits: &[f32], label: usize) -> Vec<f64> {
    const H: f64 = 1e-5;
    let loss = |logits: &[f64]| {
        let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = logits.iter().map(|z| (z - largest).exp()).sum();
        largest + total.ln() - logits[label]
    };
    let moved = |k: usize, by: f64| {
        let mut logits: Vec<f64> = logits.iter().copied().map(f64::from).collect();
        logits[k] += by;
        loss(&logits)
    };
    (0..logits.len())
        .map(|k| (moved(k, H) - moved(k, -H)) / (2.0 * H))
        .collect()
}
