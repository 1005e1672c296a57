//! Our answers.

use crate::paper::{sigmoid, step_of_both};

// ANCHOR: best_discriminator
/// See the exercise.
pub fn best_discriminator(data: f64, forged: f64, label: f64) -> f64 {
    // p·label/D = (p·(1 − label) + q)/(1 − D), multiplied out.
    label * data / (data + forged)
}
// ANCHOR_END: best_discriminator

// ANCHOR: value_by_hand
/// See the exercise.
pub fn value_by_hand() -> [f64; 4] {
    let (at_a, at_b) = (0.6 / 0.8, 0.4 / 1.2);
    let real = 0.6 * f64::ln(at_a) + 0.4 * f64::ln(at_b);
    let forged = 0.2 * f64::ln(1.0 - at_a) + 0.8 * f64::ln(1.0 - at_b);
    let value = real + forged;
    [at_a, at_b, value, (value + 4_f64.ln()) / 2.0]
}
// ANCHOR_END: value_by_hand

// ANCHOR: generator_gradients
/// See the exercise.
pub fn generator_gradients(logits: &[f64]) -> [Vec<f64>; 3] {
    let share = 1.0 / logits.len() as f64;
    let each = |of: fn(f64) -> f64| logits.iter().map(|&s| share * of(s)).collect();
    // D/(1 − D) is e to the power of the logit, and so its own derivative. As a fraction it would be x/0 where D is nearly 1.
    [
        each(|s| -sigmoid(s)),
        each(|s| sigmoid(s) - 1.0),
        each(|s| -s.exp()),
    ]
}
// ANCHOR_END: generator_gradients

// ANCHOR: one_optimizer
/// See the exercise.
pub fn one_optimizer() -> [f64; 4] {
    // d(−ln D)/ds = D − 1, and s = w·x + c has the derivatives w, x and 1.
    let (x, (w, c)) = step_of_both(0.5, (2.0, -2.0), 1.0);
    [x, w, c, sigmoid(w * 0.5 + c)]
}
// ANCHOR_END: one_optimizer

// ANCHOR: modes_covered
/// See the exercise.
pub fn modes_covered(
    points: &[(f64, f64)],
    centres: &[(f64, f64)],
    radius: f64,
    enough: f64,
) -> usize {
    let covered = |centre: &&(f64, f64)| {
        let good = |p: &&(f64, f64)| (p.0 - centre.0).hypot(p.1 - centre.1) <= radius;
        let count = points.iter().filter(good).count();
        count > 0 && count as f64 >= enough * points.len() as f64
    };
    centres.iter().filter(covered).count()
}
// ANCHOR_END: modes_covered

// ANCHOR: conv_transpose
/// Every number paints; `+=`, because copies overlap.
pub fn conv_transpose(
    x: &[Vec<f64>],
    kernel: &[Vec<f64>],
    stride: usize,
    margin: usize,
) -> Vec<Vec<f64>> {
    // The last copy begins `stride` after the last but one, and is as long as the kernel.
    let reach = |count: usize, size: usize| (count - 1) * stride + size;
    let rows = reach(x.len(), kernel.len());
    let columns = reach(x[0].len(), kernel[0].len());
    let mut canvas = vec![vec![0.0; columns]; rows];
    for (i, row) in x.iter().enumerate() {
        for (j, strength) in row.iter().enumerate() {
            for (a, weights) in kernel.iter().enumerate() {
                for (b, weight) in weights.iter().enumerate() {
                    canvas[stride * i + a][stride * j + b] += strength * weight;
                }
            }
        }
    }
    canvas[margin..rows - margin]
        .iter()
        .map(|row| row[margin..columns - margin].to_vec())
        .collect()
}
// ANCHOR_END: conv_transpose

// ANCHOR: slerp
/// The cosine of the angle is the product of the two, over both lengths.
pub fn slerp(from: &[f64], to: &[f64], at: f64) -> Vec<f64> {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let lengths = (product(from, from) * product(to, to)).sqrt();
    let angle = (product(from, to) / lengths).clamp(-1.0, 1.0).acos();
    let sine = angle.sin();
    let (of_from, of_to) = if sine < 1e-6 {
        (1.0 - at, at)
    } else {
        (((1.0 - at) * angle).sin() / sine, (at * angle).sin() / sine)
    };
    let pairs = from.iter().zip(to);
    pairs.map(|(a, b)| of_from * a + of_to * b).collect()
}
// ANCHOR_END: slerp

// ANCHOR: precision_and_coverage
/// One table of who lies in whose ball, asked along its rows and along its columns.
pub fn precision_and_coverage(real: &[Vec<f64>], forged: &[Vec<f64>], k: usize) -> [f64; 2] {
    let distance = |a: &[f64], b: &[f64]| {
        let squares = a.iter().zip(b).map(|(a, b)| (a - b).powi(2));
        squares.sum::<f64>().sqrt()
    };
    let radius = |i: usize| {
        let others = real.iter().enumerate().filter(|(j, _)| *j != i);
        let mut distances: Vec<f64> = others.map(|(_, other)| distance(&real[i], other)).collect();
        distances.sort_by(f64::total_cmp);
        distances[k - 1]
    };
    let balls: Vec<(&Vec<f64>, f64)> = (0..real.len()).map(|i| (&real[i], radius(i))).collect();
    let lies_in = |point: &Vec<f64>, ball: &(&Vec<f64>, f64)| distance(point, ball.0) <= ball.1;
    let good = forged
        .iter()
        .filter(|point| balls.iter().any(|ball| lies_in(point, ball)));
    let found = balls
        .iter()
        .filter(|ball| forged.iter().any(|point| lies_in(point, ball)));
    [
        good.count() as f64 / forged.len() as f64,
        found.count() as f64 / real.len() as f64,
    ]
}
// ANCHOR_END: precision_and_coverage
