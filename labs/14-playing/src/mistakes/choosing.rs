//! Bandits, grids, and the gradient of a policy.

use crate::solutions;

/// The best arm gets nothing of the pulls at random.
pub fn best_left_out() -> [f64; 5] {
    [2.0, 0.7, 2.2210134, 2.4420269, 0.18]
}

/// The logarithm of the arm's own pulls.
pub fn own_logarithm() -> [f64; 5] {
    [2.0, 0.8, 2.0887050, 1.0, 0.12]
}

/// What each action may lead to, and the discount.
pub type Actions = (Vec<Vec<[f64; 3]>>, f64);

/// The reward is discounted, too.
pub fn reward_discounted((actions, discount): &Actions) -> (usize, f64) {
    let (best, value) = solutions::value_backup(actions, 1.0);
    (best, discount * value)
}

/// Nothing is discounted.
pub fn undiscounted((actions, _): &Actions) -> (usize, f64) {
    solutions::value_backup(actions, 1.0)
}

/// The best that may happen, as if chance were on one's side.
pub fn lucky((actions, discount): &Actions) -> (usize, f64) {
    let lucky = |ways: &Vec<[f64; 3]>| {
        let all: Vec<_> = ways.iter().map(|way| vec![[1.0, way[1], way[2]]]).collect();
        vec![[1.0, solutions::value_backup(&all, *discount).1, 0.0]]
    };
    solutions::value_backup(&actions.iter().map(lucky).collect::<Vec<_>>(), 1.0)
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

/// Rewards and the discount.
pub type Rewards = (Vec<f64>, f64);

/// The whole walk for every step.
pub fn whole_walk((rewards, discount): &Rewards) -> Vec<f64> {
    let all = solutions::returns(rewards, *discount);
    all.iter().map(|_| all[0]).collect()
}

/// What came before.
pub fn backwards((rewards, discount): &Rewards) -> Vec<f64> {
    let turned: Vec<f64> = rewards.iter().rev().copied().collect();
    let all = solutions::returns(&turned, *discount);
    all.into_iter().rev().collect()
}

/// Discounted from the start of the walk.
pub fn from_the_start((rewards, discount): &Rewards) -> Vec<f64> {
    let mut all = solutions::returns(rewards, *discount);
    (0..all.len()).for_each(|t| all[t] *= discount.powi(t as i32));
    all
}
