//! Gradients of a batch that go astray.

use crate::solutions;

/// Gradients of the sum of the losses.
pub fn of_the_sum(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    scaled(logits, labels, labels.len() as f32)
}

/// y − p.
pub fn uphill(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    scaled(logits, labels, -1.0)
}

/// Divides by the number of all logits.
pub fn over_all(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    let classes = logits.first().map_or(1, Vec::len);
    scaled(logits, labels, 1.0 / classes as f32)
}

/// Only the right class gets a gradient.
pub fn of_the_label_only(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
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

/// The right gradients, `by` times as long.
pub fn scaled(logits: &[Vec<f32>], labels: &[usize], by: f32) -> Vec<Vec<f32>> {
    let gradients = solutions::logit_gradients(logits, labels);
    let row = |row: Vec<f32>| row.into_iter().map(|gradient| by * gradient).collect();
    gradients.into_iter().map(row).collect()
}

/// (p − y)/N with the p of another softmax.
pub fn with_p(
    logits: &[Vec<f32>],
    labels: &[usize],
    softmax: impl Fn(&[f32]) -> Vec<f32>,
) -> Vec<Vec<f32>> {
    let n = labels.len() as f32;
    let row = |(z, &label): (&Vec<f32>, &usize)| {
        let mut p = softmax(z);
        p[label] -= 1.0;
        p.iter().map(|error| error / n).collect()
    };
    logits.iter().zip(labels).map(row).collect()
}

/// p/N.
pub fn without_labels(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    let n = labels.len() as f32;
    let row = |z: &Vec<f32>| solutions::softmax(z).iter().map(|p| p / n).collect();
    logits.iter().map(row).collect()
}

/// (p − y)·p·(1 − p)/N.
pub fn with_slope(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    let gradients = solutions::logit_gradients(logits, labels);
    let row = |(gradient, z): (&Vec<f32>, &Vec<f32>)| {
        let slopes = solutions::softmax(z).into_iter().map(|p| p * (1.0 - p));
        gradient
            .iter()
            .zip(slopes)
            .map(|(g, slope)| g * slope)
            .collect()
    };
    gradients.iter().zip(logits).map(row).collect()
}

/// The gradient of ½Σ(p − y)², mean over the rows: pₖ(eₖ − Σ eⱼpⱼ) with e = p − y.
pub fn of_squares(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    let errors = solutions::logit_gradients(logits, labels);
    let row = |(errors, z): (&Vec<f32>, &Vec<f32>)| {
        let p = solutions::softmax(z);
        let mean: f32 = errors.iter().zip(&p).map(|(e, p)| e * p).sum();
        errors.iter().zip(&p).map(|(e, p)| p * (e - mean)).collect()
    };
    errors.iter().zip(logits).map(row).collect()
}

/// p/N, and 1 less at the label.
pub fn undivided_label(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    let mut gradients = without_labels(logits, labels);
    for (row, &label) in gradients.iter_mut().zip(labels) {
        row[label] -= 1.0;
    }
    gradients
}

/// One softmax over the whole batch.
pub fn of_one_softmax(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    let all = solutions::softmax(&logits.concat());
    let mut rest = all.as_slice();
    let rows: Vec<&[f32]> = logits
        .iter()
        .filter_map(|row| rest.split_off(..row.len()))
        .collect();
    let n = labels.len() as f32;
    let row = |(p, &label): (&&[f32], &usize)| {
        let mut row = p.to_vec();
        row[label] -= 1.0;
        row.iter().map(|error| error / n).collect()
    };
    rows.iter().zip(labels).map(row).collect()
}

/// A row for each class.
pub fn turned(logits: &[Vec<f32>], labels: &[usize]) -> Vec<Vec<f32>> {
    let rows = solutions::logit_gradients(logits, labels);
    let classes = rows.first().map_or(0, Vec::len);
    let column = |k: usize| rows.iter().map(|row| row[k]).collect();
    (0..classes).map(column).collect()
}
