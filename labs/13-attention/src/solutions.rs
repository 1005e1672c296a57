//! Reference answers.

use crate::gpt::cache::Kept;

// ANCHOR: bpe_merge
/// The most frequent pair of neighbours, and the tokens with `new` in its places.
pub fn bpe_merge(tokens: &[u32], new: u32) -> ((u32, u32), Vec<u32>) {
    use std::cmp::Reverse;
    // Of each pair, how often it stands there, and where first.
    let mut found: std::collections::HashMap<(u32, u32), (usize, Reverse<usize>)> =
        Default::default();
    for (place, pair) in tokens.windows(2).enumerate() {
        found
            .entry((pair[0], pair[1]))
            .or_insert((0, Reverse(place)))
            .0 += 1;
    }
    let best = found.into_iter().max_by_key(|&(_, found)| found);
    let (pair, _) = best.expect("two tokens are a pair");
    (pair, replaced(tokens, pair, new))
}

/// The tokens with `new` in the place of each such pair, from left to right.
pub fn replaced(tokens: &[u32], pair: (u32, u32), new: u32) -> Vec<u32> {
    let mut joined = Vec::with_capacity(tokens.len());
    let mut left = tokens;
    while let [first, rest @ ..] = left {
        let is_pair = rest.first().is_some_and(|&second| (*first, second) == pair);
        joined.push(if is_pair { new } else { *first });
        left = &rest[usize::from(is_pair)..];
    }
    joined
}
// ANCHOR_END: bpe_merge

// ANCHOR: top_p
/// The likeliest letters that make up `share`, and nothing else.
pub fn top_p(p: &[f64], share: f64) -> Vec<f64> {
    let mut places: Vec<usize> = (0..p.len()).collect();
    places.sort_by(|&a, &b| p[b].total_cmp(&p[a]));
    let (mut kept, mut sum) = (vec![0.0; p.len()], 0.0);
    for place in places {
        kept[place] = p[place];
        sum += p[place];
        if sum >= share {
            break;
        }
    }
    kept.iter().map(|p| p / sum).collect()
}
// ANCHOR_END: top_p

// ANCHOR: cache_update
/// One more key and value, and what the query sees among all of them.
pub fn cache_update(kept: &mut Kept, query: &[f64], key: &[f64], value: &[f64]) -> Vec<f64> {
    kept.keys.push(key.to_vec());
    kept.values.push(value.to_vec());
    let dot = |key: &Vec<f64>| -> f64 { query.iter().zip(key).map(|(q, k)| q * k).sum() };
    let scores: Vec<f64> = kept
        .keys
        .iter()
        .map(|key| dot(key) / (query.len() as f64).sqrt())
        .collect();
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = scores.iter().map(|score| (score - largest).exp()).collect();
    let sum: f64 = powers.iter().sum();
    let mut seen = vec![0.0; value.len()];
    for (power, value) in powers.iter().zip(&kept.values) {
        seen.iter_mut()
            .zip(value)
            .for_each(|(seen, v)| *seen += power / sum * *v);
    }
    seen
}
// ANCHOR_END: cache_update

// ANCHOR: quantise_row
/// A scale for a row, and a whole number from −127 to 127 for each of its weights.
pub fn quantise_row(row: &[f32]) -> (f32, Vec<i8>) {
    let largest = row.iter().fold(0.0, |largest: f32, x| largest.max(x.abs()));
    let scale = largest / 127.0;
    if scale == 0.0 {
        return (0.0, vec![0; row.len()]);
    }
    // `as` would cut off what lies outside; nothing does.
    (
        scale,
        row.iter().map(|x| (x / scale).round() as i8).collect(),
    )
}
// ANCHOR_END: quantise_row
