//! To choose: among arms, among ways through a grid, among policies.
//!
//! - [`arms`]: a bandit, and what each player loses
//! - [`grid`]: cells, walls, ends, and ground on which one slips
//! - [`planning`]: Bellman's equation, swept over the grid until nothing changes
//! - [`walking`]: Q-learning and SARSA, which have no map
//! - [`policy`]: all walks of a policy, and the gradient of what they bring

pub mod arms;
pub mod grid;
pub mod planning;
pub mod policy;
pub mod walking;

/// The place of the largest number, the first of several; 0 if there is none.
pub fn argmax(values: &[f64]) -> usize {
    let better = |a: usize, b: usize| if values[b] > values[a] { b } else { a };
    (1..values.len()).fold(0, better)
}
