//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

mod gates;
mod letters;

use crate::solutions;
pub use gates::*;
pub use letters::*;

type Rows = [Vec<f64>];

fn sum(x: &[f64], w: &Rows, unit: usize) -> f64 {
    x.iter().zip(w).map(|(x, row)| x * row[unit]).sum()
}

/// Takes W_h the other way round: from the unit of the column to that of the row.
pub fn step_transposed(x: &[f64], h: &[f64], w_x: &Rows, w_h: &Rows, b: &[f64]) -> Vec<f64> {
    let turned: Vec<Vec<f64>> = (0..h.len())
        .map(|to| w_h.iter().map(|row| row[to]).collect())
        .collect();
    solutions::rnn_step(x, h, w_x, &turned, b)
}

/// Forgets the bias.
pub fn step_without_bias(x: &[f64], h: &[f64], w_x: &Rows, w_h: &Rows, b: &[f64]) -> Vec<f64> {
    solutions::rnn_step(x, h, w_x, w_h, &vec![0.0; b.len()])
}

/// Forgets the state.
pub fn step_without_state(x: &[f64], h: &[f64], w_x: &Rows, w_h: &Rows, b: &[f64]) -> Vec<f64> {
    solutions::rnn_step(x, &vec![0.0; h.len()], w_x, w_h, b)
}

/// Forgets the tanh.
pub fn step_without_tanh(x: &[f64], h: &[f64], w_x: &Rows, w_h: &Rows, b: &[f64]) -> Vec<f64> {
    (0..b.len())
        .map(|unit| sum(x, w_x, unit) + sum(h, w_h, unit) + b[unit])
        .collect()
}

/// Squashes only what comes from the input.
pub fn step_squashing_the_input(
    x: &[f64],
    h: &[f64],
    w_x: &Rows,
    w_h: &Rows,
    b: &[f64],
) -> Vec<f64> {
    (0..b.len())
        .map(|unit| (sum(x, w_x, unit) + b[unit]).tanh() + sum(h, w_h, unit))
        .collect()
}

/// Writes each new unit over the old one, and the next unit reads it.
pub fn step_in_place(x: &[f64], h: &[f64], w_x: &Rows, w_h: &Rows, b: &[f64]) -> Vec<f64> {
    let mut state = h.to_vec();
    for unit in 0..b.len() {
        state[unit] = (sum(x, w_x, unit) + sum(&state, w_h, unit) + b[unit]).tanh();
    }
    state
}

/// σ where tanh belongs.
pub fn step_by_sigmoid(x: &[f64], h: &[f64], w_x: &Rows, w_h: &Rows, b: &[f64]) -> Vec<f64> {
    let sums = step_without_tanh(x, h, w_x, w_h, b);
    sums.iter().map(|s| 1.0 / (1.0 + (-s).exp())).collect()
}

/// Takes W_x for a matrix with a row for each unit: runs out of rows, or panics.
pub fn step_with_inputs_turned(
    x: &[f64],
    h: &[f64],
    w_x: &Rows,
    w_h: &Rows,
    b: &[f64],
) -> Vec<f64> {
    let from_x = |unit: usize| -> f64 { (0..x.len()).map(|i| x[i] * w_x[unit][i]).sum() };
    (0..b.len())
        .map(|unit| (from_x(unit) + sum(h, w_h, unit) + b[unit]).tanh())
        .collect()
}

/// Each unit remembers itself alone.
pub fn step_each_for_itself(x: &[f64], h: &[f64], w_x: &Rows, w_h: &Rows, b: &[f64]) -> Vec<f64> {
    (0..b.len())
        .map(|unit| (sum(x, w_x, unit) + h[unit] * w_h[unit][unit] + b[unit]).tanh())
        .collect()
}

/// A tanh for the input and one for the state.
pub fn step_squashing_both(x: &[f64], h: &[f64], w_x: &Rows, w_h: &Rows, b: &[f64]) -> Vec<f64> {
    (0..b.len())
        .map(|unit| (sum(x, w_x, unit) + b[unit]).tanh() + sum(h, w_h, unit).tanh())
        .collect()
}

/// What a step is on the way back: δ, the states around it, and its input.
struct Step {
    delta: f64,
    before: f64,
    after: f64,
    x: f64,
}

/// The steps from the last to the first. From one to the one before, δ is multiplied by this factor of 1 − h².
fn back((w, u): (f64, f64), xs: &[f64], wanted: f64, factor: impl Fn(f64) -> f64) -> Vec<Step> {
    let mut states = vec![0.0];
    for (t, x) in xs.iter().enumerate() {
        states.push((w * states[t] + u * x).tanh());
    }
    let mut dh = states[xs.len()] - wanted;
    let step = |t: usize| {
        let (before, after, x) = (states[t], states[t + 1], xs[t]);
        let derivative = 1.0 - after * after;
        let delta = dh * derivative;
        dh *= factor(derivative);
        Step {
            delta,
            before,
            after,
            x,
        }
    };
    (0..xs.len()).rev().map(step).collect()
}

/// The shares of these steps in both derivatives.
fn added(steps: &[Step]) -> (f64, f64) {
    let shares = steps
        .iter()
        .map(|step| (step.delta * step.before, step.delta * step.x));
    shares.fold((0.0, 0.0), |sum, share| (sum.0 + share.0, sum.1 + share.1))
}

/// Takes the last step only.
pub fn time_of_the_last_step(w: f64, u: f64, xs: &[f64], wanted: f64) -> (f64, f64) {
    added(&back((w, u), xs, wanted, |derivative| derivative * w)[..1])
}

/// Overwrites what the other steps gave.
pub fn time_overwriting(w: f64, u: f64, xs: &[f64], wanted: f64) -> (f64, f64) {
    added(&back((w, u), xs, wanted, |derivative| derivative * w)[xs.len() - 1..])
}

/// Takes the state after a step for the one before it.
pub fn time_with_the_state_after(w: f64, u: f64, xs: &[f64], wanted: f64) -> (f64, f64) {
    let mut steps = back((w, u), xs, wanted, |derivative| derivative * w);
    steps.iter_mut().for_each(|step| step.before = step.after);
    added(&steps)
}

/// Forgets w on the way from one step to the one before.
pub fn time_without_w(w: f64, u: f64, xs: &[f64], wanted: f64) -> (f64, f64) {
    added(&back((w, u), xs, wanted, |derivative| derivative))
}

/// Forgets the tanh on the way from one step to the one before.
pub fn time_without_tanh(w: f64, u: f64, xs: &[f64], wanted: f64) -> (f64, f64) {
    added(&back((w, u), xs, wanted, |_| w))
}

/// The way back by hand: `slope(before, after)` is taken for the derivative of the tanh, `by` for the factor between two
/// steps, `start` for ∂L/∂h at the end.
fn back_with(
    (w, u): (f64, f64),
    xs: &[f64],
    slope: impl Fn(f64, f64) -> f64,
    by: f64,
    start: impl Fn(f64) -> f64,
) -> (f64, f64) {
    let mut states = vec![0.0];
    for (t, x) in xs.iter().enumerate() {
        states.push((w * states[t] + u * x).tanh());
    }
    let mut dh = start(states[xs.len()]);
    let mut sums = (0.0, 0.0);
    for t in (0..xs.len()).rev() {
        let delta = dh * slope(states[t], states[t + 1]);
        sums = (sums.0 + delta * states[t], sums.1 + delta * xs[t]);
        dh = delta * by;
    }
    sums
}

fn derivative(_before: f64, after: f64) -> f64 {
    1.0 - after * after
}

/// Forgets the tanh everywhere.
pub fn time_without_any_tanh(w: f64, u: f64, xs: &[f64], wanted: f64) -> (f64, f64) {
    back_with((w, u), xs, |_, _| 1.0, w, |h| h - wanted)
}

/// Takes the state before a step for the one that came out of the tanh.
pub fn time_with_the_tanh_before(w: f64, u: f64, xs: &[f64], wanted: f64) -> (f64, f64) {
    let slope = |before: f64, _| 1.0 - before * before;
    back_with((w, u), xs, slope, w, |h| h - wanted)
}

/// Stops before the first step.
pub fn time_without_the_first(w: f64, u: f64, xs: &[f64], wanted: f64) -> (f64, f64) {
    let steps = back((w, u), xs, wanted, |derivative| derivative * w);
    added(&steps[..xs.len() - 1])
}

/// Takes u for w on the way to the step before.
pub fn time_with_u(w: f64, u: f64, xs: &[f64], wanted: f64) -> (f64, f64) {
    back_with((w, u), xs, derivative, u, |h| h - wanted)
}

/// Forgets what was wanted.
pub fn time_from_h(w: f64, u: f64, xs: &[f64], _wanted: f64) -> (f64, f64) {
    back_with((w, u), xs, derivative, w, |h| h)
}

fn times(gradients: &Rows, factor: impl Fn(&[f64]) -> f64) -> Vec<Vec<f64>> {
    let list = |list: &Vec<f64>| {
        let factor = factor(list);
        list.iter().map(|g| g * factor).collect()
    };
    gradients.iter().map(list).collect()
}

fn length(list: impl IntoIterator<Item = f64>) -> f64 {
    list.into_iter().map(|g| g * g).sum::<f64>().sqrt()
}

/// Cuts each number by itself.
pub fn clip_each_number(gradients: &Rows, longest: f64) -> Vec<Vec<f64>> {
    let list = |list: &Vec<f64>| list.iter().map(|g| g.clamp(-longest, longest)).collect();
    gradients.iter().map(list).collect()
}

/// Shortens each list by itself.
pub fn clip_each_list(gradients: &Rows, longest: f64) -> Vec<Vec<f64>> {
    times(gradients, |list| {
        (longest / length(list.iter().copied())).min(1.0)
    })
}

/// Makes short ones longer.
pub fn clip_to_the_length(gradients: &Rows, longest: f64) -> Vec<Vec<f64>> {
    let all = length(gradients.iter().flatten().copied());
    times(gradients, |_| longest / all)
}

/// Takes the sum of the squares for the length.
pub fn clip_without_root(gradients: &Rows, longest: f64) -> Vec<Vec<f64>> {
    let all = length(gradients.iter().flatten().copied()).powi(2);
    times(gradients, |_| (longest / all).min(1.0))
}

/// Takes the sum of the absolute values for the length.
pub fn clip_by_sum(gradients: &Rows, longest: f64) -> Vec<Vec<f64>> {
    let all: f64 = gradients.iter().flatten().map(|g| g.abs()).sum();
    times(gradients, |_| (longest / all).min(1.0))
}

/// Takes the largest number for the length.
pub fn clip_by_largest(gradients: &Rows, longest: f64) -> Vec<Vec<f64>> {
    let all = gradients
        .iter()
        .flatten()
        .fold(0.0, |most: f64, g| most.max(g.abs()));
    times(gradients, |_| (longest / all).min(1.0))
}

/// Compares the squared length with what is allowed.
pub fn clip_comparing_squares(gradients: &Rows, longest: f64) -> Vec<Vec<f64>> {
    let all = length(gradients.iter().flatten().copied());
    times(gradients, |_| {
        if all * all > longest {
            longest / all
        } else {
            1.0
        }
    })
}

/// The factor upside down.
pub fn clip_upside_down(gradients: &Rows, longest: f64) -> Vec<Vec<f64>> {
    let all = length(gradients.iter().flatten().copied());
    times(gradients, |_| (all / longest).max(1.0))
}

/// Shortens to length 1.
pub fn clip_to_one(gradients: &Rows, longest: f64) -> Vec<Vec<f64>> {
    let all = length(gradients.iter().flatten().copied());
    times(gradients, |_| if all > longest { 1.0 / all } else { 1.0 })
}

/// Takes the root of the mean of the squares for the length.
pub fn clip_by_mean(gradients: &Rows, longest: f64) -> Vec<Vec<f64>> {
    let count = gradients.iter().flatten().count() as f64;
    let all = length(gradients.iter().flatten().copied()) / count.sqrt();
    times(gradients, |_| (longest / all).min(1.0))
}

/// Drops what is too long.
pub fn clip_to_nothing(gradients: &Rows, longest: f64) -> Vec<Vec<f64>> {
    let all = length(gradients.iter().flatten().copied());
    times(gradients, |_| if all > longest { 0.0 } else { 1.0 })
}

/// Thinks that a step over zeros changes nothing.
pub fn padding_is_harmless() -> [f64; 4] {
    [6.5, 6.5, 6.5, 1.0]
}

/// Forgets the bias where the input is 0.
pub fn padding_without_bias() -> [f64; 4] {
    [6.5, 1.625, 0.0, 1.0]
}

/// Lets the zeros come first.
pub fn padding_in_front() -> [f64; 4] {
    [6.5, 6.875, 2.0, 1.0]
}

/// Divides the loss by the number of its own steps.
pub fn padding_not_counted() -> [f64; 4] {
    [6.5, 3.125, 2.0, 2.0]
}
