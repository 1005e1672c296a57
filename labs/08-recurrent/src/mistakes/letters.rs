//! Bits, temperatures, and a smudged letter.

use crate::solutions;

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
    solutions::bits_per_character(probabilities).exp2()
}

/// Without the minus.
pub fn negative_bits(probabilities: &[f64]) -> f64 {
    -solutions::bits_per_character(probabilities)
}

/// Times the temperature.
pub fn temperature_upside_down(logits: &[f64], temperature: f64) -> Vec<f64> {
    solutions::with_temperature(logits, 1.0 / temperature)
}

/// The probabilities divided, in place of the logits.
pub fn temperature_too_late(logits: &[f64], temperature: f64) -> Vec<f64> {
    let p = solutions::with_temperature(logits, 1.0);
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
    solutions::with_temperature(logits, 1.0)
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
    let all = solutions::both_sides(left, right, gap);
    let (before, after) = all.split_at(left[gap].len());
    [after, before].concat()
}

/// As each reader ends.
pub fn both_sides_at_the_end(left: &[Vec<f64>], right: &[Vec<f64>], _gap: usize) -> Vec<f64> {
    [left[left.len() - 1].clone(), right[0].clone()].concat()
}

/// What may be taken away before exp.
#[derive(Clone, Copy, Debug)]
pub enum Taken {
    /// The mean of the logits.
    Mean,
    /// The smallest.
    Smallest,
    /// The first.
    First,
}

/// Softmax of logits that were divided, or worse, already.
fn softmax_of(powers: &[f64]) -> Vec<f64> {
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

/// Takes away something else than the largest.
pub fn temperature_without(taken: Taken, logits: &[f64], temperature: f64) -> Vec<f64> {
    let away = match taken {
        Taken::Mean => logits.iter().sum::<f64>() / logits.len() as f64,
        Taken::Smallest => logits.iter().copied().fold(f64::INFINITY, f64::min),
        Taken::First => logits[0],
    };
    let power = |logit: &f64| ((logit - away) / temperature).exp();
    softmax_of(&logits.iter().map(power).collect::<Vec<_>>())
}

/// Cuts the divided logits off.
pub fn temperature_clamped(bound: f64, logits: &[f64], temperature: f64) -> Vec<f64> {
    let power = |logit: &f64| (logit / temperature).clamp(-bound, bound).exp();
    softmax_of(&logits.iter().map(power).collect::<Vec<_>>())
}

/// Takes the undivided largest away from the divided logits.
pub fn temperature_mixed(logits: &[f64], temperature: f64) -> Vec<f64> {
    let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let power = |logit: &f64| (logit / temperature - largest).exp();
    softmax_of(&logits.iter().map(power).collect::<Vec<_>>())
}

/// Stops at the powers.
pub fn temperature_powers(logits: &[f64], temperature: f64) -> Vec<f64> {
    let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    logits
        .iter()
        .map(|logit| ((logit - largest) / temperature).exp())
        .collect()
}

/// 1 for the largest, 0 for all others.
pub fn temperature_of_zero(logits: &[f64]) -> Vec<f64> {
    let largest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let first = logits.iter().position(|&logit| logit == largest);
    (0..logits.len())
        .map(|i| f64::from(u8::from(Some(i) == first)))
        .collect()
}

/// One of the two has read the smudged letter, the one from the left if `first`.
pub fn both_sides_one_peeks(
    first: bool,
    left: &[Vec<f64>],
    right: &[Vec<f64>],
    gap: usize,
) -> Vec<f64> {
    let right_answer = solutions::both_sides(left, right, gap);
    let (before, after) = right_answer.split_at(left[gap].len());
    match first {
        true => [&left[gap], after].concat(),
        false => [before, &right[gap]].concat(),
    }
}

/// Looks up what is not there.
pub fn both_sides_without_ends(left: &[Vec<f64>], right: &[Vec<f64>], gap: usize) -> Vec<f64> {
    [left[gap - 1].clone(), right[gap + 1].clone()].concat()
}

/// Leaves out what is not there.
pub fn both_sides_cut(left: &[Vec<f64>], right: &[Vec<f64>], gap: usize) -> Vec<f64> {
    let before = gap.checked_sub(1).map(|at| left[at].clone());
    [
        before.unwrap_or_default(),
        right.get(gap + 1).cloned().unwrap_or_default(),
    ]
    .concat()
}

/// Stays in the word.
pub fn both_sides_staying(left: &[Vec<f64>], right: &[Vec<f64>], gap: usize) -> Vec<f64> {
    let after = (gap + 1).min(right.len() - 1);
    [left[gap.saturating_sub(1)].clone(), right[after].clone()].concat()
}

/// The first reader behind the gap, the second before it.
pub fn both_sides_crossed(left: &[Vec<f64>], right: &[Vec<f64>], gap: usize) -> Vec<f64> {
    let or_zeros = |memory: &[Vec<f64>], at: Option<usize>| {
        let there = at.and_then(|at| memory.get(at)).cloned();
        there.unwrap_or_else(|| vec![0.0; memory[0].len()])
    };
    [
        or_zeros(left, Some(gap + 1)),
        or_zeros(right, gap.checked_sub(1)),
    ]
    .concat()
}

/// The sum of both memories, as far as they are alike.
pub fn both_sides_added(left: &[Vec<f64>], right: &[Vec<f64>], gap: usize) -> Vec<f64> {
    let both = solutions::both_sides(left, right, gap);
    let (before, after) = both.split_at(left[gap].len());
    before.iter().zip(after).map(|(a, b)| a + b).collect()
}

/// The letters next to those that are next to the gap.
pub fn both_sides_too_far(left: &[Vec<f64>], right: &[Vec<f64>], gap: usize) -> Vec<f64> {
    let or_zeros = |memory: &[Vec<f64>], at: Option<usize>| {
        let there = at.and_then(|at| memory.get(at)).cloned();
        there.unwrap_or_else(|| vec![0.0; memory[0].len()])
    };
    [
        or_zeros(left, gap.checked_sub(2)),
        or_zeros(right, Some(gap + 2)),
    ]
    .concat()
}
