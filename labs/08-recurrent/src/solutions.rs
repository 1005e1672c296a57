//! The reference answers to [`crate::exercises`]. Try first; a hint costs less than a look in here.

// ANCHOR: rnn_step
/// The old state is read until the new one is complete.
pub fn rnn_step(x: &[f64], h: &[f64], w_x: &[Vec<f64>], w_h: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let sum = |unit: usize| {
        let from_x: f64 = x.iter().zip(w_x).map(|(x, row)| x * row[unit]).sum();
        let from_h: f64 = h.iter().zip(w_h).map(|(h, row)| h * row[unit]).sum();
        from_x + from_h + b[unit]
    };
    (0..b.len()).map(|unit| sum(unit).tanh()).collect()
}
// ANCHOR_END: rnn_step

// ANCHOR: through_time
/// δ is the derivative with respect to the sum inside the tanh; times w it is that with respect to the state before.
pub fn through_time(w: f64, u: f64, xs: &[f64], wanted: f64) -> (f64, f64) {
    let mut states = vec![0.0];
    for (t, x) in xs.iter().enumerate() {
        states.push((w * states[t] + u * x).tanh());
    }
    let mut dh = states[xs.len()] - wanted;
    let (mut dw, mut du) = (0.0, 0.0);
    for t in (0..xs.len()).rev() {
        let delta = dh * (1.0 - states[t + 1].powi(2));
        dw += delta * states[t];
        du += delta * xs[t];
        dh = delta * w;
    }
    (dw, du)
}
// ANCHOR_END: through_time

// ANCHOR: clip_by_norm
/// One factor for all.
pub fn clip_by_norm(gradients: &[Vec<f64>], longest: f64) -> Vec<Vec<f64>> {
    let length = gradients
        .iter()
        .flatten()
        .map(|g| g * g)
        .sum::<f64>()
        .sqrt();
    let factor = if length > longest {
        longest / length
    } else {
        1.0
    };
    let shorter = |list: &Vec<f64>| list.iter().map(|g| g * factor).collect();
    gradients.iter().map(shorter).collect()
}
// ANCHOR_END: clip_by_norm

// ANCHOR: lstm_step
/// Unit `j` has its four sums at j, H + j, 2H + j and 3H + j.
pub fn lstm_step(
    x: &[f64],
    (h, c): (&[f64], &[f64]),
    w_x: &[Vec<f64>],
    w_h: &[Vec<f64>],
    b: &[f64],
) -> (Vec<f64>, Vec<f64>) {
    let sum = |at: usize| {
        let from_x: f64 = x.iter().zip(w_x).map(|(x, row)| x * row[at]).sum();
        let from_h: f64 = h.iter().zip(w_h).map(|(h, row)| h * row[at]).sum();
        from_x + from_h + b[at]
    };
    let sigmoid = |s: f64| 1.0 / (1.0 + (-s).exp());
    let n = c.len();
    let unit = |j: usize| {
        let (i, f) = (sigmoid(sum(j)), sigmoid(sum(n + j)));
        let (g, o) = (sum(2 * n + j).tanh(), sigmoid(sum(3 * n + j)));
        let c = f * c[j] + i * g;
        (o * c.tanh(), c)
    };
    (0..n).map(unit).unzip()
}
// ANCHOR_END: lstm_step

// ANCHOR: read_too_far
/// The cell does not know that the sentence is over.
pub fn read_too_far() -> [f64; 4] {
    let step = |h: f64, x: f64| 0.5 * h + x + 1.0;
    let own = step(step(0.0, 6.0), 2.0);
    let read_on = step(step(own, 0.0), 0.0);
    let for_ever = 2.0; // h = 0.5·h + 1
    let losses = [3.0, 1.0, 0.0, 0.0];
    let diluted = losses.iter().sum::<f64>() / losses.len() as f64;
    [own, read_on, for_ever, diluted]
}
// ANCHOR_END: read_too_far

// ANCHOR: bits_per_character
/// The mean of what each character takes by itself.
pub fn bits_per_character(probabilities: &[f64]) -> f64 {
    let bits: f64 = probabilities.iter().map(|p| -p.log2()).sum();
    bits / probabilities.len() as f64
}
// ANCHOR_END: bits_per_character

// ANCHOR: with_temperature
/// With the largest logit taken away first, no power is above 1.
pub fn with_temperature(logits: &[f64], temperature: f64) -> Vec<f64> {
    let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let power = |logit: &f64| ((logit - largest) / temperature).exp();
    let powers: Vec<f64> = logits.iter().map(power).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}
// ANCHOR_END: with_temperature

// ANCHOR: both_sides
/// The letter before the gap for the one, the letter after it for the other; zeros where there is none.
pub fn both_sides(left: &[Vec<f64>], right: &[Vec<f64>], gap: usize) -> Vec<f64> {
    let start = |memory: &[Vec<f64>]| vec![0.0; memory[gap].len()];
    let before = match gap {
        0 => start(left),
        _ => left[gap - 1].clone(),
    };
    let after = right.get(gap + 1).cloned();
    [before, after.unwrap_or_else(|| start(right))].concat()
}
// ANCHOR_END: both_sides
