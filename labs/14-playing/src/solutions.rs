//! Reference answers: what the lesson uses where the learner has not answered yet.

// ANCHOR: bandit_by_hand
/// The means are 1.5, 1 and 1, after eight pulls.
pub fn bandit_by_hand() -> [f64; 5] {
    let third = (4.0 - 1.0 + 0.0 + 5.0) / 4.0;
    let bonus = |n: f64| (8_f64.ln() / n).sqrt();
    let regret = 0.1 * (1.5 - 1.2) + 0.1 * (1.5 - 0.6);
    [third, 0.7 + 0.1, 1.5 + bonus(4.0), 1.0 + bonus(1.0), regret]
}
// ANCHOR_END: bandit_by_hand

// ANCHOR: value_backup
/// A mean over what chance does, a maximum over what one may do.
pub fn value_backup(actions: &[Vec<[f64; 3]>], discount: f64) -> (usize, f64) {
    let value = |ways: &Vec<[f64; 3]>| ways.iter().map(|[p, r, v]| p * (r + discount * v)).sum();
    let values: Vec<f64> = actions.iter().map(value).collect();
    let best = crate::choosing::argmax(&values);
    (best, values[best])
}
// ANCHOR_END: value_backup

// ANCHOR: q_update
/// Behind the end there is nothing to expect.
pub fn q_update(old: f64, rate: f64, reward: f64, discount: f64, next: &[f64], over: bool) -> f64 {
    let best = next.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let follows = if over { 0.0 } else { discount * best };
    old + rate * (reward + follows - old)
}
// ANCHOR_END: q_update

// ANCHOR: returns
/// From the end back: Gₜ = rₜ + γ Gₜ₊₁, so each reward is touched once.
pub fn returns(rewards: &[f64], discount: f64) -> Vec<f64> {
    let mut returns = rewards.to_vec();
    for t in (1..returns.len()).rev() {
        returns[t - 1] += discount * returns[t];
    }
    returns
}
// ANCHOR_END: returns
