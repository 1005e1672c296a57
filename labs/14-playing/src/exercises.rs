//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab14`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab14` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint NAME`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

/// **0. A bandit by hand** (15 minutes, paper)
///
/// A bandit has three arms. The first was pulled four times and brought 2, 0, 1 and 3; the second once, and it brought 1; the third
/// three times, and it brought 4, −1 and 0. Return
///
/// `[the mean of the third after one more pull, which brings 5,
///   without that pull: how likely an ε-greedy player with ε = 0.3 pulls the first arm next,
///   the upper bound of the first arm: its mean + √(ln t / n), t pulls in all, n of them of this arm,
///   the upper bound of the second,
///   the regret of the ε-greedy player's next pull in the mean, if the true means are 1.5, 1.2 and 0.6]`
///
/// to four decimals or better. A pull at random may be of any arm, the best one too.
pub fn bandit_by_hand() -> [f64; 5] {
    todo!()
}

/// **0. The best of some actions** (15 minutes)
///
/// Somebody stands on slippery ground. `actions[a]` lists what may come of action a: `[how likely, the reward of that step, the value of
/// the cell where it leads]`. The value of an action is the mean of reward + `discount` · value, over what may come of it. Return
///
/// `(the best action, its value)`; where two are equal, the first. There is at least one action.
pub fn value_backup(actions: &[Vec<[f64; 3]>], discount: f64) -> (usize, f64) {
    todo!()
}

/// **0. Learned on the way** (15 minutes)
///
/// A table says what to expect of each action in each cell, all discounted. One entry of it is `old`. Now that action was taken in
/// that cell. It brought `reward`, and led to a cell whose entries are `next`, one for each action. `over` says whether the walk
/// ended there: then nothing follows, whatever `next` says. Move `old` by the share `rate` of the way towards what the step
/// suggests: the reward, and the discounted best of what follows. Return the new entry.
pub fn q_update(old: f64, rate: f64, reward: f64, discount: f64, next: &[f64], over: bool) -> f64 {
    todo!()
}

/// **0. The credit of a step** (10 minutes)
///
/// A walk brought `rewards[0]`, `rewards[1]`, … at its steps. What followed from step t on is
///
/// Gₜ = rₜ + γ rₜ₊₁ + γ² rₜ₊₂ + …
///
/// with γ the `discount`: what comes later counts for less, seen from step t. Return G₀, G₁, …, one for each step.
pub fn returns(rewards: &[f64], discount: f64) -> Vec<f64> {
    todo!()
}
