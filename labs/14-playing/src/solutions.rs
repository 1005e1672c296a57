//! Reference answers: what the lesson uses where the learner has not answered yet.

// ANCHOR: upper_bound
/// The first arm never pulled, or the largest upper bound.
pub fn upper_bound(means: &[f64], pulls: &[u32], curious: f64) -> usize {
    if let Some(new) = pulls.iter().position(|&n| n == 0) {
        return new;
    }
    let t: u32 = pulls.iter().sum();
    let bonus = |n: u32| curious * (f64::from(t).ln() / f64::from(n)).sqrt();
    let bounds: Vec<f64> = means
        .iter()
        .zip(pulls)
        .map(|(mean, &n)| mean + bonus(n))
        .collect();
    crate::choosing::argmax(&bounds)
}
// ANCHOR_END: upper_bound

// ANCHOR: value_backup
/// A mean over what chance does, a maximum over what one may do.
pub fn value_backup(actions: &[Vec<[f64; 3]>], discount: f64) -> (usize, f64) {
    let value = |ways: &Vec<[f64; 3]>| ways.iter().map(|[p, r, v]| p * (r + discount * v)).sum();
    let values: Vec<f64> = actions.iter().map(value).collect();
    let best = crate::choosing::argmax(&values);
    (best, values[best])
}
// ANCHOR_END: value_backup

// ANCHOR: corridor_by_hand
/// At rest C = ¾ · 8 + ¼ · ½ C and B = ½ (¾ C + ¼ B), so C = 6/(7/8) and each cell is (3/8)/(7/8) of the next.
pub fn corridor_by_hand() -> [f64; 5] {
    let c1 = 0.75 * 8.0;
    let c2 = 0.75 * 8.0 + 0.25 * 0.5 * c1;
    let c = 48.0 / 7.0;
    [c1, 0.5 * 0.75 * c1, c2, c, c * 9.0 / 49.0]
}
// ANCHOR_END: corridor_by_hand

// ANCHOR: q_update
/// Behind the end there is nothing to expect.
pub fn q_update(old: f64, rate: f64, reward: f64, discount: f64, next: &[f64], over: bool) -> f64 {
    let best = next.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let ahead = if over { 0.0 } else { discount * best };
    old + rate * (reward + ahead - old)
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

// ANCHOR: log_policy_gradient
/// 1 at the action, less the probabilities: what softmax and cross-entropy give, with the sign turned.
pub fn log_policy_gradient(logits: &[f64], action: usize) -> Vec<f64> {
    let top = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exps: Vec<f64> = logits.iter().map(|logit| (logit - top).exp()).collect();
    let sum: f64 = exps.iter().sum();
    let hit = |i| if i == action { 1.0 } else { 0.0 };
    exps.iter()
        .enumerate()
        .map(|(i, exp)| hit(i) - exp / sum)
        .collect()
}
// ANCHOR_END: log_policy_gradient
