//! Reference answers: what the lesson uses where the learner has not answered yet.

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
