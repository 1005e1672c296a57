//! Reference answers: what the lesson uses where the learner has not answered yet.

use crate::balancing::cart::{End, State};

// ANCHOR: bandit_by_hand
/// The means are 1.5, 1 and 1, after eight pulls.
pub fn bandit_by_hand() -> [f64; 5] {
    let third = (4.0 - 1.0 + 0.0 + 5.0) / 4.0;
    let bonus = |n: f64| (8_f64.ln() / n).sqrt();
    let regret = 0.1 * (1.5 - 1.2) + 0.1 * (1.5 - 0.6);
    [third, 0.7 + 0.1, 1.5 + bonus(4.0), 1.0 + bonus(1.0), regret]
}
// ANCHOR_END: bandit_by_hand

// ANCHOR: value_backup
/// A mean over what chance does, a maximum over what one may do.
pub fn value_backup(actions: &[Vec<[f64; 3]>], discount: f64) -> (usize, f64) {
    let value = |ways: &Vec<[f64; 3]>| ways.iter().map(|[p, r, v]| p * (r + discount * v)).sum();
    let values: Vec<f64> = actions.iter().map(value).collect();
    let best = crate::choosing::argmax(&values);
    (best, values[best])
}
// ANCHOR_END: value_backup

// ANCHOR: q_update
/// Behind the end there is nothing to expect.
pub fn q_update(old: f64, rate: f64, reward: f64, discount: f64, next: &[f64], over: bool) -> f64 {
    let best = next.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let follows = if over { 0.0 } else { discount * best };
    old + rate * (reward + follows - old)
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

// ANCHOR: cart_step
/// The equations of Barto, Sutton and Anderson without friction, and a step of 0.02 s by Euler's rule.
pub fn cart_step([place, speed, angle, spin]: State, right: bool) -> State {
    let (gravity, cart, pole, half, dt) = (9.8, 1.0, 0.1, 0.5, 0.02);
    let force = if right { 10.0 } else { -10.0 };
    let (sin, cos) = angle.sin_cos();
    let push = (force + pole * half * spin * spin * sin) / (cart + pole);
    let inertia = half * (4.0 / 3.0 - pole * cos * cos / (cart + pole));
    let spins_up = (gravity * sin - cos * push) / inertia;
    let speeds_up = push - pole * half * spins_up * cos / (cart + pole);
    [
        place + dt * speed,
        speed + dt * speeds_up,
        angle + dt * spin,
        spin + dt * spins_up,
    ]
}
// ANCHOR_END: cart_step

// ANCHOR: advantages
/// From the last step to the first: the error of each forecast, and what is left of those after it.
pub fn advantages(
    rewards: &[f64],
    values: &[f64],
    nexts: &[f64],
    ends: &[End],
    discount: f64,
    lambda: f64,
) -> Vec<f64> {
    let mut advantages = vec![0.0; rewards.len()];
    let mut later = 0.0;
    for t in (0..rewards.len()).rev() {
        let next = if ends[t] == End::Fell { 0.0 } else { nexts[t] };
        if ends[t] != End::Not {
            later = 0.0; // What follows belongs to another game.
        }
        later = rewards[t] + discount * next - values[t] + discount * lambda * later;
        advantages[t] = later;
    }
    advantages
}
// ANCHOR_END: advantages

// ANCHOR: double_q_targets
/// One network chooses, the other says what the choice is worth.
pub fn double_q_targets(
    rewards: &[f64],
    fell: &[bool],
    online: &[[f64; 2]],
    target: &[[f64; 2]],
    discount: f64,
) -> Vec<f64> {
    let one = |i: usize| {
        let best = usize::from(online[i][1] > online[i][0]);
        let next = if fell[i] { 0.0 } else { target[i][best] };
        rewards[i] + discount * next
    };
    (0..rewards.len()).map(one).collect()
}
// ANCHOR_END: double_q_targets

// ANCHOR: baseline_by_hand
/// Of two outcomes g each with the probability p of its action: the mean is Σ p·g, the variance Σ p·g² less the mean's square.
pub fn baseline_by_hand() -> [f64; 5] {
    let right = 0.25_f64;
    let estimate = |baseline: f64| {
        // The slope of ln π with respect to the logit of "right" is 1 − π(right) if it was chosen, −π(right) if not.
        let outcomes = [
            (right, (1.0 - right) * (9.0 - baseline)),
            (1.0 - right, -right * (5.0 - baseline)),
        ];
        let mean: f64 = outcomes.iter().map(|(p, g)| p * g).sum();
        let square: f64 = outcomes.iter().map(|(p, g)| p * g * g).sum();
        (mean, square - mean * mean)
    };
    let value = right * 9.0 + (1.0 - right) * 5.0;
    let ((mean, plain), (_, with)) = (estimate(0.0), estimate(value));
    [mean, plain, value, with, 0.75 * 9.0 + 0.25 * 5.0]
}
// ANCHOR_END: baseline_by_hand

// ANCHOR: has_four
/// Two neighbours in a direction, and two such pairs two steps apart. The spare bit of each column ends what runs over its top.
pub fn has_four(stones: u64) -> bool {
    // Up, right, down and to the right, up and to the right.
    [1, 7, 6, 8].iter().any(|step| {
        let pairs = stones & (stones >> step);
        pairs & (pairs >> (2 * step)) != 0
    })
}
// ANCHOR_END: has_four

// ANCHOR: minimax_by_hand
/// The other takes what is least for me, I take the most of that.
pub fn minimax_by_hand() -> [f64; 6] {
    let pairs: [[f64; 2]; 3] = [[3.0, -5.0], [1.0, 2.0], [-4.0, 9.0]];
    let [a, b, c] = pairs.map(|[left, right]| left.min(right));
    let means = pairs.map(|[left, right]| (left + right) / 2.0);
    let most = |numbers: [f64; 3]| numbers.into_iter().fold(f64::NEG_INFINITY, f64::max);
    [a, b, c, most([a, b, c]), most(means), -c]
}
// ANCHOR_END: minimax_by_hand

// ANCHOR: puct
/// What is known of the move, and what is still to be known of it.
pub fn puct(total: f64, visits: u32, prior: f64, parent: u32, c: f64) -> f64 {
    let mean = if visits == 0 {
        0.0
    } else {
        total / f64::from(visits)
    };
    mean + c * prior * f64::from(parent).sqrt() / f64::from(1 + visits)
}
// ANCHOR_END: puct

// ANCHOR: back_up
/// From the last move to the first, the sign turned at each.
pub fn back_up(edges: &[(u32, f64)], value: f64) -> Vec<(u32, f64)> {
    let mut edges = edges.to_vec();
    let mut value = value;
    for (visits, total) in edges.iter_mut().rev() {
        value = -value;
        *visits += 1;
        *total += value;
    }
    edges
}
// ANCHOR_END: back_up

// ANCHOR: from_visits
/// Shares of the largest are at most 1, and what underflows was nearly nothing.
pub fn from_visits(visits: &[u32], temperature: f64) -> Vec<f64> {
    let most = visits.iter().copied().max().unwrap_or(0);
    let first = visits.iter().position(|&n| n == most);
    let weight = |(i, &n): (usize, &u32)| match temperature > 0.0 {
        true => (f64::from(n) / f64::from(most)).powf(1.0 / temperature),
        false => f64::from(u8::from(Some(i) == first)),
    };
    let weights: Vec<f64> = visits.iter().enumerate().map(weight).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}
// ANCHOR_END: from_visits
