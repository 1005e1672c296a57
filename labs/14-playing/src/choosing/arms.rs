//! A bandit with several arms: Robbins (1952); the test of Sutton and Barto, section 2.3.

use nabla::Rng;
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};

/// Which arm to pull: from the mean of what each has brought, how often each was pulled, and how curious the player is.
pub type Choose = fn(&[f64], &[u32], f64) -> usize;

/// How a player chooses.
#[derive(Clone, Copy, Debug)]
pub struct Player {
    /// This share of the pulls goes to any arm.
    pub epsilon: f64,
    /// What an arm that was seldom pulled gets on top of its mean: the factor of the bonus.
    pub curious: f64,
    /// What every arm is believed to have brought once, before the first pull; `None` to begin without a belief.
    pub hope: Option<f64>,
}

impl Player {
    /// Always the arm that has brought most so far; each is tried once.
    pub const GREEDY: Player = Player {
        epsilon: 0.0,
        curious: 0.0,
        hope: None,
    };
}

// ANCHOR: play
/// One game on `arms` arms whose true means are drawn anew, N(0, 1). A pull brings N(its mean, 1). Of each pull its regret:
/// how much less its arm brings in the mean than the best one.
pub fn play(player: Player, choose: Choose, arms: usize, pulls: usize, rng: &mut Rng) -> Vec<f64> {
    let normal = |rng: &mut Rng| -> f64 { StandardNormal.sample(rng) };
    let truth: Vec<f64> = (0..arms).map(|_| normal(rng)).collect();
    let best = truth.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut means = vec![player.hope.unwrap_or(0.0); arms];
    let mut counts = vec![u32::from(player.hope.is_some()); arms];
    let mut pull = |_| {
        let arm = if rng.random_bool(player.epsilon) {
            rng.random_range(0..arms)
        } else {
            choose(&means, &counts, player.curious)
        };
        counts[arm] += 1;
        let reward = truth[arm] + normal(rng);
        means[arm] += (reward - means[arm]) / f64::from(counts[arm]);
        best - truth[arm]
    };
    (0..pulls).map(&mut pull).collect()
}
// ANCHOR_END: play
