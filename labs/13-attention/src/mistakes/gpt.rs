//! Pairs, nuclei, caches and bytes.

use crate::solutions::{cache_update, quantise_row, replaced, top_p};

/// What a merge gives.
type Merged = ((u32, u32), Vec<u32>);
/// Keys, values, and the new query, key and value.
pub type Cached = (Vec<Vec<f64>>, Vec<Vec<f64>>, [Vec<f64>; 3]);
/// What is seen, and keys and values then.
pub type Seen = (Vec<f64>, Vec<Vec<f64>>, Vec<Vec<f64>>);

/// The pair that `better` finds better than all before it, by its count.
pub fn merged(tokens: &[u32], new: u32, better: fn(usize, usize) -> bool) -> Merged {
    let pairs: Vec<(u32, u32)> = tokens.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let count = |pair| pairs.iter().filter(|&&other| other == pair).count();
    let best = |best, &pair| {
        if better(count(pair), count(best)) {
            pair
        } else {
            best
        }
    };
    let pair = pairs.iter().fold(pairs[0], best);
    (pair, replaced(tokens, pair, new))
}

/// Pairs are only counted side by side: first and second, third and fourth.
pub fn cut(tokens: &[u32], new: u32) -> Merged {
    let pairs = tokens.chunks_exact(2).map(|pair| (pair[0], pair[1]));
    let pairs: Vec<(u32, u32)> = pairs.collect();
    let count = |pair| pairs.iter().filter(|&&other| other == pair).count();
    let best = |best, &pair| {
        if count(pair) > count(best) {
            pair
        } else {
            best
        }
    };
    let pair = pairs.iter().fold(pairs[0], best);
    (pair, replaced(tokens, pair, new))
}

/// Only the first one is joined.
pub fn first_only(tokens: &[u32], new: u32, (pair, _): Merged) -> Merged {
    let place = tokens
        .windows(2)
        .position(|two| (two[0], two[1]) == pair)
        .unwrap_or(0);
    (
        pair,
        [&tokens[..place], &[new], &tokens[place + 2..]].concat(),
    )
}

/// Those that are likelier than what is left out of the share: the one that fills it up is missing.
pub fn too_few(p: &[f64], share: f64) -> Vec<f64> {
    let full = top_p(p, share);
    let kept = full.iter().filter(|&&p| p > 0.0).count();
    let least = full
        .iter()
        .copied()
        .filter(|&p| p > 0.0)
        .fold(1.0, f64::min);
    let last = full.iter().rposition(|&p| p == least);
    let kept = full
        .iter()
        .enumerate()
        .map(|(i, p)| if kept > 1 && Some(i) == last { 0.0 } else { *p });
    let kept: Vec<f64> = kept.collect();
    let sum: f64 = kept.iter().sum();
    kept.iter().map(|p| p / sum).collect()
}

/// Kept, and not divided.
pub fn undivided(p: &[f64], share: f64) -> Vec<f64> {
    top_p(p, share)
        .iter()
        .zip(p)
        .map(|(kept, p)| if *kept > 0.0 { *p } else { 0.0 })
        .collect()
}

/// The letters in the order of the list, not of their probability.
pub fn unsorted(p: &[f64], share: f64) -> Vec<f64> {
    let mut before = 0.0;
    let kept = p.iter().map(|&p| {
        let kept = if before < share { p } else { 0.0 };
        before += p;
        kept
    });
    let kept: Vec<f64> = kept.collect();
    let sum: f64 = kept.iter().sum();
    kept.iter().map(|p| p / sum).collect()
}

/// Every letter that has the share for itself.
pub fn threshold(p: &[f64], share: f64) -> Vec<f64> {
    let largest = p.iter().copied().fold(0.0, f64::max);
    let kept: Vec<f64> = p
        .iter()
        .map(|&p| if p >= largest * share { p } else { 0.0 })
        .collect();
    let sum: f64 = kept.iter().sum();
    kept.iter().map(|p| p / sum).collect()
}

/// The right answer to what `change` makes of the question.
pub fn cached((keys, values, new): &Cached, change: fn(&mut Cached)) -> Seen {
    let mut asked = (keys.clone(), values.clone(), new.clone());
    change(&mut asked);
    let (mut keys, mut values, [query, key, value]) = asked;
    let seen = cache_update(&mut keys, &mut values, [&query, &key, &value]);
    (seen, keys, values)
}

/// With a query that is so many times as long.
pub fn scaled(asked: &Cached, factor: fn(f64) -> f64) -> Seen {
    let mut longer = asked.clone();
    let factor = factor(asked.2[0].len() as f64);
    longer.2[0].iter_mut().for_each(|q| *q *= factor);
    cached(&longer, |_| {})
}

/// The new letter does not see itself.
pub fn blind(asked: &Cached) -> Seen {
    let (seen, keys, values) = cached(asked, |_| {});
    let (mut old_keys, mut old_values, [query, ..]) = asked.clone();
    let seen = match (old_keys.pop(), old_values.pop()) {
        (Some(key), Some(value)) => {
            cache_update(&mut old_keys, &mut old_values, [&query, &key, &value])
        }
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
