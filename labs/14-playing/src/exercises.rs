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

/// **0. Four in a row** (15 minutes)
///
/// `stones` are those of one player of Connect Four. Bit 7·column + height is set if one lies there: columns 0 to 6 from the left,
/// heights 0 to 5 from the bottom. Bit 7·column + 6, above the top cell, is never set. Return whether four of them lie in a line:
/// upright, level, or along either diagonal.
///
/// Eight `&`, eight `>>` and a short loop are enough.
pub fn has_four(stones: u64) -> bool {
    todo!()
}

/// **0. Minimax by hand** (10 minutes, paper)
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

/// **0. Where the next playout goes** (10 minutes)
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

/// **0. Mend the slip: carrying back** (15 minutes)
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

/// **0. From visits to a move** (15 minutes)
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
