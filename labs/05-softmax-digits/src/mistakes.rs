//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

use crate::solutions;

/// Counts classes from 1.
pub fn one_hot_from_one(label: usize, classes: usize) -> Vec<f32> {
    let mut hot = vec![0.0; classes];
    if label > 0 {
        hot[label - 1] = 1.0;
    }
    hot
}

/// Puts the label itself where a 1 belongs.
pub fn one_hot_with_the_label(label: usize, classes: usize) -> Vec<f32> {
    let mut hot = vec![0.0; classes];
    hot[label] = label as f32;
    hot
}

/// All places up to the class are 1.
pub fn one_hot_thermometer(label: usize, classes: usize) -> Vec<f32> {
    (0..classes)
        .map(|k| if k <= label { 1.0 } else { 0.0 })
        .collect()
}

/// The formula as it stands.
pub fn softmax_that_overflows(logits: &[f32]) -> Vec<f32> {
    crate::softmax::naive_softmax(logits)
}

/// Powers without the division.
pub fn softmax_unnormalised(logits: &[f32]) -> Vec<f32> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    logits.iter().map(|z| (z - largest).exp()).collect()
}

/// Shares of the logits themselves.
pub fn softmax_without_e(logits: &[f32]) -> Vec<f32> {
    let total: f32 = logits.iter().sum();
    logits.iter().map(|z| z / total).collect()
}

/// Divides by the largest where it should be taken away.
pub fn softmax_divided(logits: &[f32]) -> Vec<f32> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let scaled: Vec<f32> = logits.iter().map(|z| z / largest).collect();
    solutions::softmax(&scaled)
}

/// Ten separate sigmoids.
pub fn softmax_as_sigmoids(logits: &[f32]) -> Vec<f32> {
    logits.iter().map(|z| 1.0 / (1.0 + (-z).exp())).collect()
}

/// −ln of a probability that may have been rounded to 0.
pub fn cross_entropy_that_overflows(logits: &[f32], label: usize) -> f32 {
    -solutions::softmax(logits)[label].ln()
}

/// ln p, without the minus.
pub fn cross_entropy_negative(logits: &[f32], label: usize) -> f32 {
    -solutions::cross_entropy(logits, label)
}

/// Takes the largest away and forgets to put it back.
pub fn cross_entropy_not_put_back(logits: &[f32], label: usize) -> f32 {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = logits.iter().map(|z| (z - largest).exp()).sum();
    total.ln() - logits[label]
}

/// Logarithms of base 2.
pub fn cross_entropy_in_bits(logits: &[f32], label: usize) -> f32 {
    solutions::cross_entropy(logits, label) / std::f32::consts::LN_2
}

/// Gradients of the sum of the losses.
pub fn gradients_of_the_sum(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    scaled(logits, labels, labels.len() as f32)
}

/// y − p.
pub fn gradients_uphill(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    scaled(logits, labels, -1.0)
}

/// Divides by the number of all logits.
pub fn gradients_over_all(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    let classes = logits.first().map_or(1, Vec::len);
    scaled(logits, labels, 1.0 / classes as f32)
}

/// Only the right class gets a gradient.
pub fn gradients_of_the_label_only(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    let mut gradients = solutions::logit_gradients(logits, labels);
    for (row, &label) in gradients.iter_mut().zip(labels) {
        for (k, gradient) in row.iter_mut().enumerate() {
            if k != label {
                *gradient = 0.0;
            }
        }
    }
    gradients
}

fn scaled(logits: &[Vec<f32>], labels: &[usize], by: f32) -> Vec<Vec<f32>> {
    let gradients = solutions::logit_gradients(logits, labels);
    let row = |row: Vec<f32>| row.into_iter().map(|gradient| by * gradient).collect();
    gradients.into_iter().map(row).collect()
}

/// Rows and columns exchanged.
pub fn confusion_turned(labels: &[usize], answers: &[usize], classes: usize) -> Vec<Vec<usize>> {
    solutions::confusion(answers, labels, classes)
}

/// The mistakes only: nothing on the diagonal.
pub fn confusion_of_mistakes(
    labels: &[usize],
    answers: &[usize],
    classes: usize,
) -> Vec<Vec<usize>> {
    let mut matrix = solutions::confusion(labels, answers, classes);
    for (k, row) in matrix.iter_mut().enumerate() {
        row[k] = 0;
    }
    matrix
}

/// Marks in place of counts.
pub fn confusion_of_marks(labels: &[usize], answers: &[usize], classes: usize) -> Vec<Vec<usize>> {
    let mut matrix = solutions::confusion(labels, answers, classes);
    for count in matrix.iter_mut().flatten() {
        *count = (*count).min(1);
    }
    matrix
}

/// Weights without biases.
pub fn parameters_without_biases(sizes: &[usize]) -> usize {
    sizes.windows(2).map(|layer| layer[0] * layer[1]).sum()
}

/// A bias for each input as well.
pub fn parameters_with_input_biases(sizes: &[usize]) -> usize {
    solutions::parameters(sizes) + sizes.first().unwrap_or(&0)
}

/// One bias a layer.
pub fn parameters_with_one_bias_a_layer(sizes: &[usize]) -> usize {
    sizes.windows(2).map(|layer| layer[0] * layer[1] + 1).sum()
}

/// Mean and standard deviation of the test pictures.
pub fn standardise_by_test(_train: &[f64], test: &[f64]) -> Vec<f64> {
    solutions::standardise(test, test)
}

/// Divides by the variance.
pub fn standardise_by_variance(train: &[f64], test: &[f64]) -> Vec<f64> {
    let n = train.len() as f64;
    let mean = train.iter().sum::<f64>() / n;
    let variance = train.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
    let divisor = if variance > 0.0 { variance } else { 1.0 };
    test.iter().map(|x| (x - mean) / divisor).collect()
}

/// Divides by 0 where a pixel never changes.
pub fn standardise_dividing_by_zero(train: &[f64], test: &[f64]) -> Vec<f64> {
    let n = train.len() as f64;
    let mean = train.iter().sum::<f64>() / n;
    let variance = train.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
    test.iter().map(|x| (x - mean) / variance.sqrt()).collect()
}

/// Does not take the mean away.
pub fn standardise_uncentred(train: &[f64], test: &[f64]) -> Vec<f64> {
    let n = train.len() as f64;
    let mean = train.iter().sum::<f64>() / n;
    solutions::standardise(train, test)
        .iter()
        .zip(test)
        .map(|(s, x)| if *x == mean { *s } else { s * x / (x - mean) })
        .collect()
}

/// Takes the second softmax for harmless.
pub fn softmax_twice_harmless() -> [f64; 2] {
    [1.0, 0.0]
}

/// Counts ten zeros beside the one.
pub fn softmax_twice_with_ten_zeros() -> [f64; 2] {
    let e = std::f64::consts::E;
    [e / (e + 10.0), (1.0 + 10.0 / e).ln()]
}

/// A tie: the 1 counts no more than a 0.
pub fn softmax_twice_as_a_tie() -> [f64; 2] {
    [0.1, 10_f64.ln()]
}
