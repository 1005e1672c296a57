//! A policy with a table of logits, all its walks, and the gradient of what it brings: Williams (1992).

use super::grid::Grid;
use super::planning::outlook;
use nabla::{Tape, Tensor};

/// A logit for each action in each cell.
pub type Logits = Vec<[f64; 4]>;
/// A walk: of each step the cell, the action and the reward.
pub type Walk = Vec<(usize, usize, f64)>;
/// Which credit each action of a walk gets.
pub type Credit<'a> = &'a dyn Fn(&Walk) -> Vec<f64>;

/// The probabilities of the four actions.
pub fn softmax(logits: &[f64; 4]) -> [f64; 4] {
    let top = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exps = logits.map(|logit| (logit - top).exp());
    exps.map(|exp| exp / exps.iter().sum::<f64>())
}

/// What a walk of at most `steps` steps brings in the mean, exactly, from each cell: sweeps as those of value iteration, with
/// the policy's mean where that has the best.
pub fn expected(grid: &Grid, logits: &Logits, steps: usize) -> Vec<f64> {
    let mut values = vec![0.0; logits.len()];
    for _ in 0..steps {
        let old = values.clone();
        for at in grid.free() {
            let ways = outlook(grid, &old, at);
            let mean = ways.map(|ways| ways.iter().map(|[p, r, v]| p * (r + v)).sum::<f64>());
            let shares = softmax(&logits[at]);
            values[at] = shares.iter().zip(mean).map(|(share, q)| share * q).sum();
        }
    }
    values
}

/// Every walk of at most `steps` steps from `start`, with its probability.
pub fn walks(grid: &Grid, logits: &Logits, start: usize, steps: usize) -> Vec<(f64, Walk)> {
    let (mut open, mut done) = (vec![(1.0, start, vec![])], vec![]);
    while let Some((p, at, walk)) = open.pop() {
        if walk.len() == steps || grid.ends(at) {
            done.push((p, walk));
            continue;
        }
        for (action, share) in softmax(&logits[at]).into_iter().enumerate() {
            for (chance, to) in grid.outcomes(at, action) {
                let longer = [&walk[..], &[(at, action, grid.reward(to))]].concat();
                open.push((p * share * chance, to, longer));
            }
        }
    }
    done
}

// ANCHOR: estimate
/// The gradient of ln π(action) by the logits of a cell: 1 at the action, less the probabilities. With a minus it is that of
/// softmax and cross-entropy.
pub fn slope(logits: &[f64; 4], action: usize) -> [f64; 4] {
    let mut slope = softmax(logits).map(|p| -p);
    slope[action] += 1.0;
    slope
}

/// What one walk says of the gradient of J: at each step the gradient of ln π, times the credit.
pub fn estimate(walk: &Walk, logits: &Logits, credit: Credit) -> Vec<f64> {
    let mut sum = vec![0.0; 4 * logits.len()];
    for (&(at, action, _), credit) in walk.iter().zip(credit(walk)) {
        for (a, slope) in slope(&logits[at], action).into_iter().enumerate() {
            sum[4 * at + a] += credit * slope;
        }
    }
    sum
}
// ANCHOR_END: estimate

// ANCHOR: surrogate
/// The mean of that over all walks, by nabla: the gradient of Σ p · credit · ln π, in which p, how likely a walk is, and the
/// credit are constants. A loss is minus that.
pub fn surrogate(walks: &[(f64, Walk)], logits: &Logits, credit: Credit) -> Vec<f64> {
    let shape = [logits.len(), 4];
    let mut weights = Tensor::zeros(shape);
    for (p, walk) in walks {
        for (&(at, action, _), credit) in walk.iter().zip(credit(walk)) {
            weights.data_mut()[4 * at + action] += (p * credit) as f32;
        }
    }
    let table = logits.as_flattened().iter().map(|&logit| logit as f32);
    let tape = Tape::new();
    let table = tape.variable(Tensor::from_vec(table.collect(), shape));
    let grads = (table.log_softmax() * tape.constant(weights))
        .sum()
        .backward();
    let slopes = grads.of(table).data().iter();
    slopes.map(|&slope| f64::from(slope)).collect()
}
// ANCHOR_END: surrogate
