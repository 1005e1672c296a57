//! Answers that are plausible and wrong. The judge compares a wrong answer with these, to say which
//! thought went astray; and our tests use them to prove that the judge's questions are sharp enough.

use crate::solutions;

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

/// Drops what is too long.
pub fn clip_to_nothing(gradients: &Rows, longest: f64) -> Vec<Vec<f64>> {
    let all = length(gradients.iter().flatten().copied());
    times(gradients, |_| if all > longest { 0.0 } else { 1.0 })
}

/// An LSTM's step with this rule for `(h, c)`, of the old c and the four sums.
fn gates(
    x: &[f64],
    (h, c): (&[f64], &[f64]),
    (w_x, w_h, b): (&Rows, &Rows, &[f64]),
    rule: impl Fn(f64, [f64; 4]) -> (f64, f64),
) -> (Vec<f64>, Vec<f64>) {
    let n = c.len();
    let one = |at: usize| sum(x, w_x, at) + sum(h, w_h, at) + b[at];
    (0..n)
        .map(|j| rule(c[j], [0, 1, 2, 3].map(|gate| one(gate * n + j))))
        .unzip()
}

fn sigmoid(s: f64) -> f64 {
    1.0 / (1.0 + (-s).exp())
}

/// What `lstm_step` is asked: x, (h, c), (W_x, W_h, b).
pub type Lstm<'a> = (
    &'a [f64],
    (&'a [f64], &'a [f64]),
    (&'a Rows, &'a Rows, &'a [f64]),
);

/// Takes the blocks for i, f, o, g.
pub fn lstm_other_order((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, o, g]| {
        let c = sigmoid(f) * c + sigmoid(i) * g.tanh();
        (sigmoid(o) * c.tanh(), c)
    })
}

/// Lets σ make the candidate.
pub fn lstm_candidate_by_sigmoid((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, g, o]| {
        let c = sigmoid(f) * c + sigmoid(i) * sigmoid(g);
        (sigmoid(o) * c.tanh(), c)
    })
}

/// Shows c as it is.
pub fn lstm_shown_bare((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, g, o]| {
        let c = sigmoid(f) * c + sigmoid(i) * g.tanh();
        (sigmoid(o) * c, c)
    })
}

/// Never forgets.
pub fn lstm_without_forgetting((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, _, g, o]| {
        let c = c + sigmoid(i) * g.tanh();
        (sigmoid(o) * c.tanh(), c)
    })
}

/// Shows the memory of the step before.
pub fn lstm_shown_late((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |old, [i, f, g, o]| {
        let c = sigmoid(f) * old + sigmoid(i) * g.tanh();
        (sigmoid(o) * old.tanh(), c)
    })
}

/// Puts tanh on the road itself.
pub fn lstm_squashed_road((x, state, w): Lstm<'_>) -> (Vec<f64>, Vec<f64>) {
    gates(x, state, w, |c, [i, f, g, o]| {
        let c = (sigmoid(f) * c + sigmoid(i) * g.tanh()).tanh();
        (sigmoid(o) * c, c)
    })
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

/// Natural logarithm.
pub fn nats_per_character(probabilities: &[f64]) -> f64 {
    let nats: f64 = probabilities.iter().map(|p| -p.ln()).sum();
    nats / probabilities.len() as f64
}

/// The sum in place of the mean.
pub fn bits_of_the_text(probabilities: &[f64]) -> f64 {
    probabilities.iter().map(|p| -p.log2()).sum()
}

/// The logarithm of the mean in place of the mean of the logarithms.
pub fn bits_of_the_mean(probabilities: &[f64]) -> f64 {
    let sum: f64 = probabilities.iter().sum();
    -(sum / probabilities.len() as f64).log2()
}

/// Bits, and then two to their power.
pub fn perplexity(probabilities: &[f64]) -> f64 {
    crate::solutions::bits_per_character(probabilities).exp2()
}

/// Without the minus.
pub fn negative_bits(probabilities: &[f64]) -> f64 {
    -crate::solutions::bits_per_character(probabilities)
}

/// Times the temperature.
pub fn temperature_upside_down(logits: &[f64], temperature: f64) -> Vec<f64> {
    crate::solutions::with_temperature(logits, 1.0 / temperature)
}

/// The probabilities divided, in place of the logits.
pub fn temperature_too_late(logits: &[f64], temperature: f64) -> Vec<f64> {
    let p = crate::solutions::with_temperature(logits, 1.0);
    p.iter().map(|p| p / temperature).collect()
}

/// The largest is not taken away.
pub fn temperature_that_overflows(logits: &[f64], temperature: f64) -> Vec<f64> {
    let powers: Vec<f64> = logits.iter().map(|l| (l / temperature).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

/// The temperature is forgotten.
pub fn no_temperature(logits: &[f64], _temperature: f64) -> Vec<f64> {
    crate::solutions::with_temperature(logits, 1.0)
}

/// Both readers have already read the smudged letter.
pub fn both_sides_peeking(left: &[Vec<f64>], right: &[Vec<f64>], gap: usize) -> Vec<f64> {
    [left[gap].clone(), right[gap].clone()].concat()
}

/// The letter before the gap for both: the reader from the right has the letter behind it by then.
pub fn both_sides_before(left: &[Vec<f64>], right: &[Vec<f64>], gap: usize) -> Vec<f64> {
    let at = |memory: &[Vec<f64>]| match gap {
        0 => vec![0.0; memory[0].len()],
        _ => memory[gap - 1].clone(),
    };
    [at(left), at(right)].concat()
}

/// The second reader first.
pub fn both_sides_swapped(left: &[Vec<f64>], right: &[Vec<f64>], gap: usize) -> Vec<f64> {
    let all = crate::solutions::both_sides(left, right, gap);
    let (before, after) = all.split_at(left[gap].len());
    [after, before].concat()
}

/// As each reader ends.
pub fn both_sides_at_the_end(left: &[Vec<f64>], right: &[Vec<f64>], _gap: usize) -> Vec<f64> {
    [left[left.len() - 1].clone(), right[0].clone()].concat()
}
