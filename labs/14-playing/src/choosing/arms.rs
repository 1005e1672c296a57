//! A bandit with several arms: Robbins (1952); the test is that of Sutton and Barto, section 2.3.

use super::argmax;
use nabla::Rng;
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};

/// Arms of the bandit.
pub const ARMS: usize = 10;

// ANCHOR: play
/// How a player chooses, from the mean of what each arm has brought.
#[derive(Clone, Copy, Debug)]
pub enum Player {
    /// Any arm with this probability, the best mean otherwise.
    Greedy(f64),
    /// The best mean with a bonus for what is little known, this factor of it: UCB, Auer and others (2002).
    Curious(f64),
}

/// One game on arms whose true means are drawn anew, N(0, 1). A pull brings N(its mean, 1). After each pull the regret so
/// far: how much less the chosen arms bring in the mean than the best one.
pub fn play(player: Player, pulls: usize, rng: &mut Rng) -> Vec<f64> {
    let normal = |rng: &mut Rng| -> f64 { StandardNormal.sample(rng) };
    let truth = [(); ARMS].map(|()| normal(rng));
    let best = truth[argmax(&truth)];
    // One pull of each arm comes before the game.
    let (mut counts, mut regret) = ([1.0; ARMS], 0.0);
    let mut means = truth.map(|mean| mean + normal(rng));
    let pull = |t| {
        let bonus = |n: f64| (((ARMS + t) as f64).ln() / n).sqrt();
        let arm = match player {
            Player::Greedy(epsilon) if rng.random_bool(epsilon) => rng.random_range(0..ARMS),
            Player::Curious(factor) => {
                let bound = |arm: usize| means[arm] + factor * bonus(counts[arm]);
                argmax(&std::array::from_fn::<f64, ARMS, _>(bound))
            }
            _ => argmax(&means),
        };
        counts[arm] += 1.0;
        means[arm] += (truth[arm] + normal(rng) - means[arm]) / counts[arm];
        regret += best - truth[arm];
        regret
    };
    (0..pulls).map(pull).collect()
}
// ANCHOR_END: play
