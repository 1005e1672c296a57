//! Letter after letter, each drawn from what the network says.

use super::cache::Reader;
use super::model::Gpt;
use nabla::Rng;
use rand::RngExt;

// ANCHOR: softmax
/// Probabilities of logits, at this temperature.
pub fn softmax(logits: &[f32], temperature: f64) -> Vec<f64> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let power = |&z: &f32| (f64::from(z - largest) / temperature).exp();
    normalised(logits.iter().map(power).collect())
}

/// Only the `k` likeliest, the earlier of two that are equal.
pub fn top_k(p: &[f64], k: usize) -> Vec<f64> {
    let mut places: Vec<usize> = (0..p.len()).collect();
    places.sort_by(|&a, &b| p[b].total_cmp(&p[a]));
    let mut kept = p.to_vec();
    places.iter().skip(k).for_each(|&place| kept[place] = 0.0);
    normalised(kept)
}
// ANCHOR_END: softmax

fn normalised(mut p: Vec<f64>) -> Vec<f64> {
    let sum: f64 = p.iter().sum();
    p.iter_mut().for_each(|p| *p /= sum);
    p
}

/// Which of these probabilities a draw falls on.
pub fn pick(p: &[f64], rng: &mut Rng) -> usize {
    let mut draw = rng.random::<f64>();
    let hit = p.iter().position(|p| {
        draw -= p;
        draw < 0.0
    });
    // Rounding may leave a little: the last that is possible at all.
    hit.or(p.iter().rposition(|&p| p > 0.0)).unwrap_or(0)
}

// ANCHOR: write
/// What the model writes after `start`, which has a letter at least. `choose` makes probabilities of logits.
pub fn write(
    model: &Gpt,
    start: &[u32],
    count: usize,
    choose: impl Fn(&[f32]) -> Vec<f64>,
    rng: &mut Rng,
) -> Vec<u32> {
    let mut reader = Reader::new(model);
    let mut logits = reader.read(start);
    let mut next = || {
        let letter = pick(&choose(&logits), rng) as u32;
        logits = reader.read(&[letter]);
        letter
    };
    (0..count).map(|_| next()).collect()
}
// ANCHOR_END: write
