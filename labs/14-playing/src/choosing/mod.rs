//! To choose: among arms, among ways through a grid, among policies.
//!
//! - [`arms`]: a bandit, and what each player of it loses
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
    let best = |best: usize, i: usize| if values[i] > values[best] { i } else { best };
    (1..values.len()).fold(0, best)
}

/// A place drawn by these probabilities, which add up to 1.
pub fn draw<const N: usize>(shares: [f64; N], rng: &mut nabla::Rng) -> usize {
    let mut left: f64 = rand::RngExt::random(rng);
    let mut passed = |share: &f64| {
        left -= share;
        left >= 0.0
    };
    // Rounding may lead one place beyond the last.
    shares
        .iter()
        .take_while(|share| passed(share))
        .count()
        .min(N - 1)
}
