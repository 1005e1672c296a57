//! One step of the cart, advantages, and what deep Q aims at.

use crate::balancing::cart::{End, State};
use crate::solutions::{self, cart_step};

/// As it was written down.
pub fn slip_copied((state, right): &(State, bool)) -> State {
    let mut after = cart_step(*state, *right);
    let spins_up = (after[3] - state[3]) / 0.02;
    after[1] += 2.0 * 0.02 * 0.05 * spins_up * state[2].cos() / 1.1;
    after
}

/// Place and angle move with the new speed and spin.
pub fn new_speed((state, right): &(State, bool)) -> State {
    let after = cart_step(*state, *right);
    [
        state[0] + 0.02 * after[1],
        after[1],
        state[2] + 0.02 * after[3],
        after[3],
    ]
}

/// A pole that does not push the cart.
pub fn no_recoil((state, right): &(State, bool)) -> State {
    let mut after = cart_step(*state, *right);
    let force = if *right { 10.0 } else { -10.0 };
    after[1] = state[1] + 0.02 * (force + 0.05 * state[3] * state[3] * state[2].sin()) / 1.1;
    after
}

/// Rewards, values, forecasts for the states after, ends, discount, λ.
pub type Rollout = (Vec<f64>, Vec<f64>, Vec<f64>, Vec<End>, f64, f64);

fn with_ends((r, v, n, ends, discount, lambda): &Rollout, other: fn(End) -> End) -> Vec<f64> {
    let ends: Vec<End> = ends.iter().map(|&end| other(end)).collect();
    solutions::advantages(r, v, n, &ends, *discount, *lambda)
}

/// Time that is up is a game that is lost.
pub fn late_is_lost(asked: &Rollout) -> Vec<f64> {
    with_ends(
        asked,
        |end| if end == End::Not { End::Not } else { End::Fell },
    )
}

/// A game that is lost has a forecast.
pub fn lost_has_a_future(asked: &Rollout) -> Vec<f64> {
    with_ends(
        asked,
        |end| if end == End::Not { End::Not } else { End::Late },
    )
}

/// One game runs into the next.
pub fn into_the_next_game((r, v, n, ends, discount, lambda): &Rollout) -> Vec<f64> {
    let forecast = |(n, end): (&f64, &End)| if *end == End::Fell { 0.0 } else { *n };
    let nexts: Vec<f64> = n.iter().zip(ends).map(forecast).collect();
    solutions::advantages(r, v, &nexts, &vec![End::Not; r.len()], *discount, *lambda)
}

/// λ is not discounted.
pub fn lambda_alone((r, v, n, ends, discount, lambda): &Rollout) -> Vec<f64> {
    solutions::advantages(r, v, n, ends, *discount, lambda / discount)
}

/// Rewards, who fell, the online network's values, the target network's, the discount.
pub type Remembered = (Vec<f64>, Vec<bool>, Vec<[f64; 2]>, Vec<[f64; 2]>, f64);

/// The target network chooses too: plain deep Q.
pub fn one_network((rewards, fell, _, target, discount): &Remembered) -> Vec<f64> {
    solutions::double_q_targets(rewards, fell, target, target, *discount)
}

/// The two in each other's place.
pub fn exchanged((rewards, fell, online, target, discount): &Remembered) -> Vec<f64> {
    solutions::double_q_targets(rewards, fell, target, online, *discount)
}

/// Who fell has a future.
pub fn goes_on((rewards, fell, online, target, discount): &Remembered) -> Vec<f64> {
    solutions::double_q_targets(rewards, &vec![false; fell.len()], online, target, *discount)
}
