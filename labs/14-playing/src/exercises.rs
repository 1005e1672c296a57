//! Your answers. This is the only file of the lab you edit.
//!
//! Replace a `todo!()` by your code, then run `cargo test -p lab14`: each exercise comes back `ok`,
//! `FAILED` with what went wrong, or `ignored` while you have not answered it. They can be done in
//! any order. `cargo run -p lab14` then uses your functions in the lesson itself.
//! Stuck? `cargo run -p course -- hint returns`.

#![allow(
    unused_variables,
    reason = "a question does not use its arguments until you answer it"
)]

use crate::balancing::cart::{End, State};

/// **1. A bandit by hand** (15 minutes, paper)
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

/// **2. The best of some actions** (15 minutes)
///
/// Somebody stands on slippery ground. `actions[a]` lists what may come of action a: `[how likely, the reward of that step, the value of
/// the cell where it leads]`. The value of an action is the mean of reward + `discount` · value, over what may come of it. Return
///
/// `(the best action, its value)`; where two are equal, the first. There is at least one action.
pub fn value_backup(actions: &[Vec<[f64; 3]>], discount: f64) -> (usize, f64) {
    todo!()
}

/// **3. Learned on the way** (15 minutes)
///
/// A table says what to expect of each action in each cell, all discounted. One entry of it is `old`. Now that action was taken in
/// that cell. It brought `reward`, and led to a cell whose entries are `next`, one for each action. `over` says whether the walk
/// ended there: then nothing follows, whatever `next` says. Move `old` by the share `rate` of the way towards what the step
/// suggests: the reward, and the discounted best of what follows. Return the new entry.
pub fn q_update(old: f64, rate: f64, reward: f64, discount: f64, next: &[f64], over: bool) -> f64 {
    todo!()
}

/// **4. The credit of a step** (10 minutes)
///
/// A walk brought `rewards[0]`, `rewards[1]`, … at its steps. What followed from step t on is
///
/// Gₜ = rₜ + γ rₜ₊₁ + γ² rₜ₊₂ + …
///
/// with γ the `discount`: what comes later counts for less, seen from step t. Return G₀, G₁, …, one for each step.
pub fn returns(rewards: &[f64], discount: f64) -> Vec<f64> {
    todo!()
}

/// **5. One step of the cart** (15 minutes)
///
/// Somebody has written down one step of the cart and the pole of the chapter, and one line is wrong:
///
/// ```text
/// force = 10 to the right, −10 to the left        sin, cos: of the angle
/// u      = (force + 0.1 · 0.5 · spin² · sin) / 1.1
/// spin′  = (9.8 · sin − cos · u) / (0.5 · (4/3 − 0.1 · cos² / 1.1))
/// speed′ = u + 0.1 · 0.5 · spin′ · cos / 1.1
/// new place = place + 0.02 · speed          new speed = speed + 0.02 · speed′
/// new angle = angle + 0.02 · spin           new spin  = spin  + 0.02 · spin′
/// ```
///
/// Compare it with the equations in the chapter, and write the step that is right. `state` is
/// `[place, speed, angle, spin]`, and so is what you return. Place and angle move with the *old* speed and spin.
pub fn cart_step(state: State, right: bool) -> State {
    todo!()
}

/// **6. A baseline by hand** (15 minutes, paper)
///
/// A policy has one logit z for "right" and 0 for "left"; now it goes right with probability 1/4. Right is rewarded with 9, left with
/// 5. One action is drawn, and the slope is estimated from it alone: g = (reward − b) · d ln π(action)/dz. That derivative is 3/4 if
/// right was drawn, and −1/4 if left was. Return
///
/// `[the mean of g without a baseline, b = 0,
///   the variance of g without a baseline,
///   the value of the state: the mean reward under this policy,
///   the variance of g if b is that value,
///   the baseline b with which the variance is as small as can be]`
///
/// to two decimals or better.
pub fn baseline_by_hand() -> [f64; 5] {
    todo!()
}

/// **7. Advantages** (25 minutes)
///
/// What one cart did in some steps t = 0, 1, … one after the other. `rewards[t]` is what it got, `values[t]` the critic's forecast
/// before the step, `nexts[t]` its forecast for the state that the step led to, and `ends[t]` says what became of the game. (If it
/// ended, step t + 1 is the first of another game.) The error of a forecast is
///
/// δₜ = rewardₜ + discount · nextₜ − valueₜ,
///
/// and an advantage adds up the errors from t to the end of the game, or of the list: Aₜ = δₜ + (discount · lambda) · Aₜ₊₁. Where a
/// game is lost nothing comes any more, so nothing must be forecast. Where only the time is up, the pole still stands: the forecast
/// counts. Return all advantages.
pub fn advantages(
    rewards: &[f64],
    values: &[f64],
    nexts: &[f64],
    ends: &[End],
    discount: f64,
    lambda: f64,
) -> Vec<f64> {
    todo!()
}

/// **8. What deep Q aims at** (15 minutes)
///
/// A batch of remembered steps. For step i: the reward, whether the game was lost by it, and what two networks say to the state
/// *after* it, each with a number for left and one for right. The online network, the one that learns, chooses an action: the one with
/// its larger number. The target network says what that is worth. Return for each step
///
/// reward + discount · (what the target network says to that action),
///
/// and the reward alone where the game was lost.
pub fn double_q_targets(
    rewards: &[f64],
    fell: &[bool],
    online: &[[f64; 2]],
    target: &[[f64; 2]],
    discount: f64,
) -> Vec<f64> {
    todo!()
}

/// **9. Four in a row** (15 minutes)
///
/// `stones` are those of one player of Connect Four. Bit 7·column + height is set if one lies there: columns 0 to 6 from the left,
/// heights 0 to 5 from the bottom. Bit 7·column + 6, above the top cell, is never set. Return whether four of them lie in a line:
/// upright, level, or along either diagonal.
///
/// Eight `&`, eight `>>` and a short loop are enough.
pub fn has_four(stones: u64) -> bool {
    todo!()
}

/// **10. Minimax by hand** (10 minutes, paper)
///
/// It is my move. I have three, and after each of them the other player has two. The numbers are what the six positions at the end
/// are worth *to me*:
///
/// ```text
///             I move
///        a      b      c
///       / \    / \    / \        the other moves
///      3   −5 1   2  −4  9
/// ```
///
/// Return
///
/// `[what a is worth to me, what b is, what c is, what the whole tree is,
///   what the tree is worth to me if the other plays at random, each of two moves with probability ½,
///   what the position after c is worth to the player who is to move there]`
///
/// to one decimal.
pub fn minimax_by_hand() -> [f64; 6] {
    todo!()
}

/// **11. Where the next playout goes** (10 minutes)
///
/// A move at a node has been taken `visits` times, and `total` is the sum of what came of it. The network gave it the probability
/// `prior`. The node itself has been visited `parent` times, at least once. Return the score
///
/// ```text
/// Q + c · prior · √parent / (1 + visits)
/// ```
///
/// where Q is the mean of what came of the move, or 0 if it was never taken.
pub fn puct(total: f64, visits: u32, prior: f64, parent: u32, c: f64) -> f64 {
    todo!()
}

/// **12. Mend the slip: carrying back** (15 minutes)
///
/// A playout went from the root down `edges.len()` moves, made by the two players in turn. `edges` has them in that order, each as
/// (its visits, the sum of its values to *the player who makes the move*) before this playout. At its end stands a position that is
/// worth `value` *to the player who is to move there*. Somebody wrote
///
/// ```text
/// edges.iter().map(|(visits, total)| (visits + 1, total + value)).collect()
/// ```
///
/// and wonders why the search helps the other player win. Return the edges as they should be after the playout.
pub fn back_up(edges: &[(u32, f64)], value: f64) -> Vec<(u32, f64)> {
    todo!()
}

/// **13. From visits to a move** (15 minutes)
///
/// The search has taken move i `visits[i]` times, and one of them at least once. Return the probabilities to play by at this
/// temperature τ:
///
/// ```text
/// pᵢ = visitsᵢ^(1/τ) / Σⱼ visitsⱼ^(1/τ)
/// ```
///
/// At τ = 0 the most visited move is played for certain; if several are equal, the first of them. Small temperatures such as 0.01
/// must not overflow: 800¹⁰⁰ is more than an `f64` holds.
pub fn from_visits(visits: &[u32], temperature: f64) -> Vec<f64> {
    todo!()
}
