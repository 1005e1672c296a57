//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

mod neighbours;
mod variational;

use crate::solutions;
pub use neighbours::*;
pub use variational::*;

/// Takes the singular values for variances.
pub fn explained_without_squares() -> [f64; 4] {
    [10.0 / 15.0, 5.0, 0.1, 4.0]
}

/// Says how much is lost where it was asked how much is explained.
pub fn explained_the_rest() -> [f64; 4] {
    [0.2, 13.0, 0.26, 4.0]
}

/// Divides by the rows alone.
pub fn explained_over_rows() -> [f64; 4] {
    [0.8, 13.0, 1.3, 4.0]
}

/// Thinks that five numbers need five directions.
pub fn explained_all_five() -> [f64; 4] {
    [0.8, 13.0, 0.26, 5.0]
}

/// What of `x` lies along each direction, added up.
fn sum_along(x: &[f64], start: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    let mut back = start.to_vec();
    for direction in directions {
        let along: f64 = x.iter().zip(direction).map(|(x, v)| x * v).sum();
        for (back, v) in back.iter_mut().zip(direction) {
            *back += along * v;
        }
    }
    back
}

fn beyond(x: &[f64], mean: &[f64]) -> Vec<f64> {
    x.iter().zip(mean).map(|(x, m)| x - m).collect()
}

/// Forgets the mean on the way there.
pub fn reconstruct_without_centring(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    sum_along(x, mean, directions)
}

/// Forgets the mean on the way back.
pub fn reconstruct_around_zero(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    sum_along(&beyond(x, mean), &vec![0.0; x.len()], directions)
}

/// Forgets it both times.
pub fn reconstruct_without_mean(x: &[f64], _mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    sum_along(x, &vec![0.0; x.len()], directions)
}

/// Takes the directions away and keeps the rest.
pub fn reconstruct_the_rest(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    let back = solutions::reconstruct(x, mean, directions);
    let pairs = x.iter().zip(&back);
    pairs.zip(mean).map(|((x, b), m)| m + x - b).collect()
}

/// Takes the standard deviation for the mean square.
pub fn noisy_target_not_squared() -> [f64; 4] {
    [0.25, 0.25, 10.0 * 4.0_f64.log10(), 0.25]
}

/// Thinks that a perfect cleaner has the loss 0.
pub fn noisy_target_loss_zero() -> [f64; 4] {
    [0.0625, 0.0625, 10.0 * 16.0_f64.log10(), 0.0]
}

/// Adds the noise of going in and of coming out.
pub fn noisy_target_twice() -> [f64; 4] {
    [0.125, 0.0625, 10.0 * 8.0_f64.log10(), 0.0625]
}

/// Takes 20 in place of 10.
pub fn noisy_target_decibels() -> [f64; 4] {
    [0.0625, 0.0625, 20.0 * 16.0_f64.log10(), 0.0625]
}

/// The code, not decoded.
pub fn reconstruct_the_code(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    let x = beyond(x, mean);
    let along = |v: &Vec<f64>| x.iter().zip(v).map(|(x, v)| x * v).sum();
    directions.iter().map(along).collect()
}

/// What lies along the directions, divided by how many there are.
pub fn reconstruct_averaged(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    let back = reconstruct_around_zero(x, mean, directions);
    let count = directions.len().max(1) as f64;
    back.iter().zip(mean).map(|(b, m)| m + b / count).collect()
}

/// The code without its signs.
pub fn reconstruct_without_sign(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    let code = reconstruct_the_code(x, mean, directions);
    let mut back = mean.to_vec();
    for (direction, along) in directions.iter().zip(code) {
        for (back, v) in back.iter_mut().zip(direction) {
            *back += along.abs() * v;
        }
    }
    back
}

/// The mean comes with each direction.
pub fn reconstruct_with_many_means(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    let back = reconstruct_around_zero(x, mean, directions);
    let times = directions.len() as f64;
    back.iter().zip(mean).map(|(b, m)| b + times * m).collect()
}

/// The mean is taken away, and not given back but taken away once more.
pub fn reconstruct_below_the_mean(x: &[f64], mean: &[f64], directions: &[Vec<f64>]) -> Vec<f64> {
    beyond(&reconstruct_around_zero(x, mean, directions), mean)
}

fn pairs(usual: &[f64], odd: &[f64], tie: f64) -> f64 {
    let mut won = 0.0;
    for o in odd {
        for u in usual {
            won += if o > u { 1.0 } else { 0.0 };
            won += if o == u { tie } else { 0.0 };
        }
    }
    won
}

/// A tie counts nothing.
pub fn auc_ties_lose(usual: &[f64], odd: &[f64]) -> f64 {
    pairs(usual, odd, 0.0) / (usual.len() * odd.len()) as f64
}

/// A tie counts as won.
pub fn auc_ties_win(usual: &[f64], odd: &[f64]) -> f64 {
    pairs(usual, odd, 1.0) / (usual.len() * odd.len()) as f64
}

/// What is nearly a tie counts as one.
pub fn auc_nearly(near: f64, usual: &[f64], odd: &[f64]) -> f64 {
    let won = |o: f64, u: f64| match (o - u).abs() < near {
        true => 0.5,
        false => f64::from(u8::from(o > u)),
    };
    let all = odd
        .iter()
        .flat_map(|&o| usual.iter().map(move |&u| won(o, u)));
    all.sum::<f64>() / (usual.len() * odd.len()) as f64
}

/// Divides by the odd ones alone, or by all scores.
pub fn auc_over_count(is_sum: bool, usual: &[f64], odd: &[f64]) -> f64 {
    let count = odd.len() + if is_sum { usual.len() } else { 0 };
    pairs(usual, odd, 0.5) / count as f64
}

/// Counts the odd ones above all usual ones.
pub fn auc_above_the_largest(usual: &[f64], odd: &[f64]) -> f64 {
    let largest = usual.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    pairs(&[largest], odd, 0.5) / odd.len() as f64
}

/// Counts the odd ones above the median of the usual.
pub fn auc_above_the_median(usual: &[f64], odd: &[f64]) -> f64 {
    let mut sorted = usual.to_vec();
    sorted.sort_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2];
    odd.iter().filter(|&&o| o > median).count() as f64 / odd.len() as f64
}

/// The usual one has the higher score.
pub fn auc_turned(usual: &[f64], odd: &[f64]) -> f64 {
    pairs(odd, usual, 0.5) / (usual.len() * odd.len()) as f64
}

/// Compares the first with the first, the second with the second.
pub fn auc_side_by_side(usual: &[f64], odd: &[f64]) -> f64 {
    let both = usual.iter().zip(odd);
    let count = usual.len().min(odd.len()) as f64;
    both.map(|(u, o)| pairs(&[*u], &[*o], 0.5)).sum::<f64>() / count
}

/// Counts the odd ones above the mean of the usual.
pub fn auc_above_the_mean(usual: &[f64], odd: &[f64]) -> f64 {
    let mean = usual.iter().sum::<f64>() / usual.len() as f64;
    odd.iter().filter(|&&o| o > mean).count() as f64 / odd.len() as f64
}

const PIXELS: f64 = 784.0;

/// Which of the two terms became small?
pub fn sums_upside_down() -> [f64; 4] {
    let [a, b, nats, bits] = solutions::sum_or_mean();
    [1.0 / a, 1.0 / b, nats, bits]
}

/// The mean over the code forgotten.
pub fn sums_alike() -> [f64; 4] {
    let [a, _, nats, bits] = solutions::sum_or_mean();
    [a, a, nats, bits]
}

/// A mean over the code, taken for more weight.
pub fn sums_times_the_code() -> [f64; 4] {
    let [a, _, nats, bits] = solutions::sum_or_mean();
    [a, a * 20.0, nats, bits]
}

/// Nats for bits.
pub fn sums_in_nats() -> [f64; 4] {
    let [a, b, nats, _] = solutions::sum_or_mean();
    [a, b, nats, 104.0 / PIXELS]
}

/// Times ln 2 for divided by.
pub fn sums_times_ln2() -> [f64; 4] {
    let [a, b, nats, _] = solutions::sum_or_mean();
    [a, b, nats, 104.0 / PIXELS * std::f64::consts::LN_2]
}
