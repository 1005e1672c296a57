//! A policy with a table of logits, all its walks, and the gradient of what it brings: Williams (1992).

use super::draw;
use super::grid::Grid;
use super::planning::outlook;
use crate::solutions::returns;
use nabla::{Labels, Rng, Tape, Tensor, Tokens};

/// A logit for each action in each cell.
pub type Logits = Vec<[f64; 4]>;
/// The gradient of ln π(action) by the logits of one cell.
pub type Slope = fn(&[f64], usize) -> Vec<f64>;

/// One step of a walk.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Where.
    pub at: usize,
    /// What was done.
    pub action: usize,
    /// What it brought.
    pub reward: f64,
}

/// The probabilities of the four actions.
pub fn softmax(logits: &[f64; 4]) -> [f64; 4] {
    let top = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exps = logits.map(|logit| (logit - top).exp());
    exps.map(|exp| exp / exps.iter().sum::<f64>())
}

/// What a walk of at most `steps` steps brings in the mean, exactly, from each cell: sweeps as those of value iteration, with the
/// policy's mean where that has the best. No gradient, no sample.
pub fn expected(grid: &Grid, logits: &Logits, steps: usize) -> Vec<f64> {
    let mut values = vec![0.0; logits.len()];
    for _ in 0..steps {
        let mean = |at: usize| -> f64 {
            let shares = softmax(&logits[at]);
            let ways = outlook(grid, &values, at);
            let of = |ways: &Vec<[f64; 3]>| ways.iter().map(|[p, r, v]| p * (r + v)).sum::<f64>();
            shares
                .iter()
                .zip(&ways)
                .map(|(share, ways)| share * of(ways))
                .sum()
        };
        let mut new = vec![0.0; values.len()];
        grid.free().into_iter().for_each(|at| new[at] = mean(at));
        values = new;
    }
    values
}

/// Every walk of at most `steps` steps from `at`, with its probability.
pub fn walks(grid: &Grid, logits: &Logits, at: usize, steps: usize) -> Vec<(f64, Vec<Step>)> {
    let (mut open, mut done) = (vec![(1.0, at, vec![])], vec![]);
    while let Some((p, at, walk)) = open.pop() {
        if walk.len() == steps || grid.ends(at) {
            done.push((p, walk));
            continue;
        }
        for (action, share) in softmax(&logits[at]).into_iter().enumerate() {
            for (chance, to) in grid.outcomes(at, action) {
                let reward = grid.reward(to);
                let longer = [&walk[..], &[Step { at, action, reward }]].concat();
                open.push((p * share * chance, to, longer));
            }
        }
    }
    done
}

/// One walk, as chance has it.
pub fn walk(grid: &Grid, logits: &Logits, mut at: usize, steps: usize, rng: &mut Rng) -> Vec<Step> {
    let mut walk = vec![];
    while walk.len() < steps && !grid.ends(at) {
        let action = draw(softmax(&logits[at]), rng);
        let to = grid.step(at, action, rng);
        walk.push(Step {
            at,
            action,
            reward: grid.reward(to),
        });
        at = to;
    }
    walk
}

// ANCHOR: credit
/// Which credit each action of a walk gets.
#[derive(Clone, Debug)]
pub enum Credit {
    /// All that the walk brought, and a gift on top, the same for every walk.
    Whole(f64),
    /// What came after the action.
    ToGo,
    /// The same, less what the policy brings from there on in the mean: `[step][cell]`.
    Baseline(Vec<Vec<f64>>),
}

impl Credit {
    /// The baseline of walks of so many steps, exactly: whoever has the map can compute it.
    pub fn exact(grid: &Grid, logits: &Logits, steps: usize) -> Credit {
        let left = (1..=steps).rev();
        Credit::Baseline(left.map(|left| expected(grid, logits, left)).collect())
    }

    /// The credit of each step.
    pub fn of(&self, walk: &[Step]) -> Vec<f64> {
        let rewards: Vec<f64> = walk.iter().map(|step| step.reward).collect();
        let to_go = returns(&rewards, 1.0);
        let credit = |(t, step): (usize, &Step)| match self {
            Credit::Whole(gift) => to_go[0] + gift,
            Credit::ToGo => to_go[t],
            Credit::Baseline(mean) => to_go[t] - mean[t][step.at],
        };
        walk.iter().enumerate().map(credit).collect()
    }
}
// ANCHOR_END: credit

// ANCHOR: estimate
/// What one walk says of the gradient: at each step the gradient of ln π, times the credit.
pub fn estimate(walk: &[Step], logits: &Logits, credit: &Credit, slope: Slope) -> Vec<f64> {
    let mut sum = vec![0.0; 4 * logits.len()];
    for (step, credit) in walk.iter().zip(credit.of(walk)) {
        let slope = slope(&logits[step.at], step.action);
        for (sum, slope) in sum[4 * step.at..].iter_mut().zip(slope) {
            *sum += credit * slope;
        }
    }
    sum
}
// ANCHOR_END: estimate

// ANCHOR: surrogate
/// The same by nabla, the mean of several walks: the loss −Σ credit · ln π, in which the credit is a constant.
pub fn surrogate(walks: &[Vec<Step>], logits: &Logits, credit: &Credit) -> Vec<f64> {
    let steps = walks.concat();
    let [at, actions] = [|s: &Step| s.at, |s: &Step| s.action]
        .map(|f| steps.iter().map(|s| f(s) as u32).collect::<Vec<_>>());
    let credits: Vec<f32> = walks
        .iter()
        .flat_map(|walk| credit.of(walk))
        .map(|c| c as f32)
        .collect();
    let table: Vec<f32> = logits.iter().flatten().map(|&logit| logit as f32).collect();
    let tape = Tape::new();
    let table = tape.variable(Tensor::from_vec(table, [logits.len(), 4]));
    let seen = table.embedding(&Tokens::new(&at, [steps.len()], logits.len()));
    let surprise = seen.softmax_cross_entropy_each(&Labels::from_ids(&actions, 4));
    let credits = tape.constant(Tensor::from_vec(credits, [steps.len()]));
    let loss = (surprise * credits).sum() / walks.len() as f32;
    let grads = loss.backward();
    // The loss falls where what the walks bring rises.
    grads
        .of(table)
        .data()
        .iter()
        .map(|&g| -f64::from(g))
        .collect()
}
// ANCHOR_END: surrogate
