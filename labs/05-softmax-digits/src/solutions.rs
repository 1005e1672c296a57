//! The reference answers to [`crate::exercises`]. Try first; a hint costs less than a look in here.

// ANCHOR: one_hot
/// A list of zeros with a single 1.
pub fn one_hot(label: usize, classes: usize) -> Vec<f32> {
    let mut hot = vec![0.0; classes];
    hot[label] = 1.0;
    hot
}
// ANCHOR_END: one_hot

// ANCHOR: softmax
/// The largest logit is taken away from all: above and below the fraction bar that is the same factor, and e is
/// raised to 0 at most.
pub fn softmax(logits: &[f32]) -> Vec<f32> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = logits.iter().map(|z| (z - largest).exp()).collect();
    let total: f32 = powers.iter().sum();
    powers.iter().map(|power| power / total).collect()
}
// ANCHOR_END: softmax

// ANCHOR: cross_entropy
/// −ln(e^z / Σ e^zₖ) = ln Σ e^zₖ − z, and the logarithm of the sum is taken after the largest logit was pulled out.
pub fn cross_entropy(logits: &[f32], label: usize) -> f32 {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = logits.iter().map(|z| (z - largest).exp()).sum();
    // In this order: beside 1000 an `f32` has steps of 6e-5.
    largest - logits[label] + total.ln()
}
// ANCHOR_END: cross_entropy

// ANCHOR: logit_gradients
/// (p − y)/N in each row.
pub fn logit_gradients(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    let n = labels.len() as f32;
    let row = |(z, &label): (&Vec<f32>, &usize)| {
        let mut gradient = softmax(z);
        gradient[label] -= 1.0;
        gradient.iter().map(|s| s / n).collect()
    };
    logits.iter().zip(labels).map(row).collect()
}
// ANCHOR_END: logit_gradients

// ANCHOR: confusion
/// One count for each example.
pub fn confusion(labels: &[usize], answers: &[usize], classes: usize) -> Vec<Vec<usize>> {
    let mut matrix = vec![vec![0; classes]; classes];
    for (&truth, &answer) in labels.iter().zip(answers) {
        matrix[truth][answer] += 1;
    }
    matrix
}
// ANCHOR_END: confusion

// ANCHOR: parameters
/// (inputs + 1) · outputs for each layer: the bias is a weight from an input that is always 1.
pub fn parameters(sizes: &[usize]) -> usize {
    sizes
        .windows(2)
        .map(|layer| (layer[0] + 1) * layer[1])
        .sum()
}
// ANCHOR_END: parameters

// ANCHOR: standardise
/// What is done to the test pictures is decided by the training pictures alone.
pub fn standardise(train: &[f64], test: &[f64]) -> Vec<f64> {
    let n = train.len() as f64;
    let mean = train.iter().sum::<f64>() / n;
    let variance = train.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
    // Not by the variance: rounding gives that of 0.1, 0.1, 0.1 a value above 0.
    let changes = train.iter().any(|x| *x != train[0]);
    let deviation = if changes { variance.sqrt() } else { 1.0 };
    test.iter().map(|x| (x - mean) / deviation).collect()
}
// ANCHOR_END: standardise

// ANCHOR: softmax_twice
/// The second softmax sees one 1 and nine 0: e¹ stands against nine times e⁰. So p = e/(e + 9), and the
/// loss can never fall below −ln p, however well the network learns.
pub fn softmax_twice() -> [f64; 2] {
    let e = std::f64::consts::E;
    let p = e / (e + 9.0);
    [p, -p.ln()]
}
// ANCHOR_END: softmax_twice
