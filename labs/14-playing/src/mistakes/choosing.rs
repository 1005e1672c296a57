//! Bandits, grids, and the gradient of a policy.

use crate::choosing::argmax;
use crate::solutions;

/// Means, pulls, curiosity.
pub type Arms = (Vec<f64>, Vec<u32>, f64);

/// The mean alone.
pub fn only_mean((means, pulls, _): &Arms) -> usize {
    solutions::upper_bound(means, pulls, 0.0)
}

/// A bonus that does not shrink with the pulls of the arm.
pub fn all_alike((means, pulls, curious): &Arms) -> usize {
    let log = |&n: &u32| f64::from(n).ln().sqrt();
    let bounds = means.iter().zip(pulls);
    argmax(
        &bounds
            .map(|(mean, n)| mean + curious * log(n))
            .collect::<Vec<_>>(),
    )
}

/// An arm never pulled has a bound of its mean only.
pub fn never_new((means, pulls, curious): &Arms) -> usize {
    let tried: Vec<usize> = (0..pulls.len()).filter(|&arm| pulls[arm] > 0).collect();
    let of = |arm: &usize| (means[*arm], pulls[*arm]);
    let (means, pulls): (Vec<_>, Vec<_>) = tried.iter().map(of).unzip();
    let best = solutions::upper_bound(&means, &pulls, *curious);
    tried.get(best).copied().unwrap_or(0)
}

/// What each action may lead to, and the discount.
pub type Actions = (Vec<Vec<[f64; 3]>>, f64);

fn changed(
    actions: &[Vec<[f64; 3]>],
    discount: f64,
    f: impl Fn([f64; 3]) -> [f64; 3],
) -> (usize, f64) {
    let ways = |ways: &Vec<[f64; 3]>| ways.iter().map(|way| f(*way)).collect();
    solutions::value_backup(&actions.iter().map(ways).collect::<Vec<_>>(), discount)
}

/// The reward is discounted, too.
pub fn reward_discounted((actions, discount): &Actions) -> (usize, f64) {
    changed(actions, *discount, |[p, r, v]| [p, discount * r, v])
}

/// Nothing is discounted.
pub fn undiscounted((actions, _): &Actions) -> (usize, f64) {
    solutions::value_backup(actions, 1.0)
}

/// What is likeliest happens.
pub fn likeliest((actions, discount): &Actions) -> (usize, f64) {
    let likely = |ways: &Vec<[f64; 3]>| {
        let [_, r, v] = ways[argmax(&ways.iter().map(|way| way[0]).collect::<Vec<_>>())];
        vec![[1.0, r, v]]
    };
    solutions::value_backup(&actions.iter().map(likely).collect::<Vec<_>>(), *discount)
}

/// The best that may happen, as if chance were on one's side.
pub fn lucky((actions, discount): &Actions) -> (usize, f64) {
    let best = |ways: &Vec<[f64; 3]>| {
        let all: Vec<f64> = ways.iter().map(|[_, r, v]| r + discount * v).collect();
        vec![[1.0, all[argmax(&all)], 0.0]]
    };
    solutions::value_backup(&actions.iter().map(best).collect::<Vec<_>>(), *discount)
}

/// The corridor with its slips to the side forgotten.
pub fn never_slips() -> [f64; 5] {
    [8.0, 4.0, 8.0, 8.0, 2.0]
}

/// A slip that ends the walk.
pub fn slip_is_lost() -> [f64; 5] {
    [6.0, 2.25, 6.0, 6.0, 0.84375]
}

/// Old, rate, reward, discount, next, over.
pub type Learned = (f64, f64, f64, f64, Vec<f64>, bool);

/// What follows the end.
pub fn beyond_the_end((old, rate, reward, discount, next, _): &Learned) -> f64 {
    solutions::q_update(*old, *rate, *reward, *discount, next, false)
}

/// The mean of what could be done next.
pub fn mean_of_next((old, rate, reward, discount, next, over): &Learned) -> f64 {
    let mean = next.iter().sum::<f64>() / next.len() as f64;
    solutions::q_update(*old, *rate, *reward, *discount, &[mean], *over)
}

/// Added, and nothing taken away.
pub fn only_added((old, rate, reward, discount, next, over): &Learned) -> f64 {
    old + solutions::q_update(0.0, *rate, *reward, *discount, next, *over)
}

/// Replaced, whatever the rate.
pub fn replaced((old, _, reward, discount, next, over): &Learned) -> f64 {
    solutions::q_update(*old, 1.0, *reward, *discount, next, *over)
}

/// Rewards and the discount.
pub type Rewards = (Vec<f64>, f64);

/// The whole walk for every step.
pub fn whole_walk((rewards, discount): &Rewards) -> Vec<f64> {
    let all = solutions::returns(rewards, *discount);
    vec![all.first().copied().unwrap_or(0.0); all.len()]
}

/// What came before.
pub fn backwards((rewards, discount): &Rewards) -> Vec<f64> {
    let turned: Vec<f64> = rewards.iter().rev().copied().collect();
    solutions::returns(&turned, *discount)
        .into_iter()
        .rev()
        .collect()
}

/// Discounted from the start of the walk.
pub fn from_the_start((rewards, discount): &Rewards) -> Vec<f64> {
    let factor = |t: usize| discount.powi(t as i32);
    let all = solutions::returns(rewards, *discount);
    all.iter().enumerate().map(|(t, g)| factor(t) * g).collect()
}

/// Only what came after the step's own reward.
pub fn own_left_out((rewards, discount): &Rewards) -> Vec<f64> {
    let all = solutions::returns(rewards, *discount);
    all.iter().zip(rewards).map(|(g, r)| g - r).collect()
}

/// Logits and the action.
pub type Policy = (Vec<f64>, usize);

/// The gradient of the loss.
pub fn downhill((logits, action): &Policy) -> Vec<f64> {
    solutions::log_policy_gradient(logits, *action)
        .iter()
        .map(|g| -g)
        .collect()
}

/// The gradient of π, not of its logarithm.
pub fn no_logarithm((logits, action): &Policy) -> Vec<f64> {
    let slope = solutions::log_policy_gradient(logits, *action);
    slope.iter().map(|g| (1.0 - slope[*action]) * g).collect()
}

/// Only the logit of the action moves.
pub fn others_rest((logits, action): &Policy) -> Vec<f64> {
    let mut slope = solutions::log_policy_gradient(logits, *action);
    (0..slope.len())
        .filter(|i| i != action)
        .for_each(|i| slope[i] = 0.0);
    slope
}
