//! Pairs, nuclei, caches and bytes.

use crate::gpt::cache::Kept;
use crate::solutions::{cache_update, quantise_row, replaced, top_p};

/// What a merge gives.
type Merged = ((u32, u32), Vec<u32>);
/// What is kept, and the new query, key and value.
pub type Cached = (Kept, [Vec<f64>; 3]);
/// What is seen, and keys and values then.
pub type Seen = (Vec<f64>, Vec<Vec<f64>>, Vec<Vec<f64>>);

/// Of the pairs that begin at each `step`-th token, the one that `better` finds better than all before it, by its count.
pub fn merged(tokens: &[u32], new: u32, step: usize, better: fn(usize, usize) -> bool) -> Merged {
    let pairs = tokens.windows(2).step_by(step);
    let pairs: Vec<(u32, u32)> = pairs.map(|pair| (pair[0], pair[1])).collect();
    let count = |pair| pairs.iter().filter(|&&other| other == pair).count();
    let best = |best, &pair| match better(count(pair), count(best)) {
        true => pair,
        false => best,
    };
    let pair = pairs.iter().fold(pairs[0], best);
    (pair, replaced(tokens, pair, new))
}

/// Without the one that fills up the share, if others are left.
pub fn too_few(p: &[f64], share: f64) -> Vec<f64> {
    let mut kept = top_p(p, share);
    let some = kept.iter().copied().filter(|&p| p > 0.0);
    let least = some.fold(1.0, f64::min);
    if let Some(last) = kept.iter().rposition(|&p| p == least && least < 1.0) {
        kept[last] = 0.0;
    }
    normalised(kept)
}

fn normalised(p: Vec<f64>) -> Vec<f64> {
    let sum: f64 = p.iter().sum();
    p.iter().map(|p| p / sum).collect()
}

/// Kept, and not divided.
pub fn undivided(p: &[f64], share: f64) -> Vec<f64> {
    let mut all = p.to_vec();
    let pairs = all.iter_mut().zip(top_p(p, share));
    pairs
        .filter(|(_, kept)| *kept == 0.0)
        .for_each(|(p, _)| *p = 0.0);
    all
}

/// The letters in the order of the list, not of their probability.
pub fn unsorted(p: &[f64], share: f64) -> Vec<f64> {
    let mut before = 0.0;
    let kept = p.iter().map(|&p| {
        before += p;
        if before - p < share { p } else { 0.0 }
    });
    normalised(kept.collect())
}

/// The right answer to what `change` makes of the question.
pub fn cached((kept, new): &Cached, change: fn(&mut [Vec<f64>; 3])) -> Seen {
    let (mut kept, mut new) = (kept.clone(), new.clone());
    change(&mut new);
    let [query, key, value] = &new;
    let seen = cache_update(&mut kept, query, key, value);
    (seen, kept.keys, kept.values)
}

/// With a query that is so many times as long.
pub fn scaled([query, ..]: &mut [Vec<f64>; 3], factor: fn(f64) -> f64) {
    let factor = factor(query.len() as f64);
    query.iter_mut().for_each(|q| *q *= factor);
}

/// The new letter does not see itself.
pub fn blind(asked: &Cached) -> Seen {
    let (seen, keys, values) = cached(asked, |_| {});
    let (mut kept, [query, ..]) = asked.clone();
    let seen = match (kept.keys.pop(), kept.values.pop()) {
        (Some(key), Some(value)) => cache_update(&mut kept, &query, &key, &value),
        _ => vec![0.0; seen.len()],
    };
    (seen, keys, values)
}

/// By another largest number, rounded in another way.
pub fn row(row: &[f32], largest: fn(&[f32]) -> f32, round: fn(f32) -> f32) -> (f32, Vec<i8>) {
    let scale = largest(row) / 127.0;
    match scale > 0.0 {
        true => (scale, row.iter().map(|x| round(x / scale) as i8).collect()),
        false => quantise_row(row),
    }
}

/// The largest, whatever its sign.
pub fn absolute(row: &[f32]) -> f32 {
    row.iter().fold(0.0, |largest, x| largest.max(x.abs()))
}
