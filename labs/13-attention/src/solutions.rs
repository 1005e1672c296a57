//! Our answers.

use crate::gpt::cache::Kept;

// ANCHOR: causal_mask
/// The queries stand at the last places: query t is at place `keys − queries + t`, and sees that one and all before.
pub fn causal_mask(queries: usize, keys: usize) -> Vec<Vec<bool>> {
    let row = |t: usize| (0..keys).map(|s| s + queries <= t + keys).collect();
    (0..queries).map(row).collect()
}
// ANCHOR_END: causal_mask

// ANCHOR: softmax_rows
/// Each row by itself: a row is one query, and shares 1 out among the keys.
pub fn softmax_rows(scores: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let row = |scores: &Vec<f64>| {
        let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if top == f64::NEG_INFINITY {
            return vec![0.0; scores.len()]; // Nothing to look at; −∞ − −∞ is NaN.
        }
        let weights = scores.iter().map(|s| (s - top).exp());
        let total: f64 = weights.clone().sum();
        weights.map(|weight| weight / total).collect()
    };
    scores.iter().map(row).collect()
}
// ANCHOR_END: softmax_rows

// ANCHOR: split_heads
/// `[T, C]` to `[heads, T, C/heads]`: head h gets the h-th piece of every row. With both counts exchanged it merges.
pub fn split_heads(x: &[f64], tokens: usize, heads: usize) -> Vec<f64> {
    let piece = x.len() / tokens / heads;
    let at = |h: usize, t: usize| &x[(t * heads + h) * piece..][..piece];
    let all = (0..heads).flat_map(|h| (0..tokens).map(move |t| (h, t)));
    all.flat_map(|(h, t)| at(h, t)).copied().collect()
}
// ANCHOR_END: split_heads

// ANCHOR: sinusoids
/// Pairs of a sine and a cosine, each slower than the one before: number 2i is sin(t/10000^(2i/C)), 2i + 1 its cosine.
pub fn sinusoids(places: usize, width: usize) -> Vec<Vec<f64>> {
    let number = |t: usize, j: usize| {
        let angle = t as f64 / 10_000_f64.powf((j - j % 2) as f64 / width as f64);
        [angle.sin(), angle.cos()][j % 2]
    };
    let row = |t| (0..width).map(|j| number(t, j)).collect();
    (0..places).map(row).collect()
}
// ANCHOR_END: sinusoids

// ANCHOR: gpt2_parameters
/// Every weight once: the table of words is also the last layer.
pub fn gpt2_parameters() -> [u64; 4] {
    let (words, places, blocks, width) = (50_257, 1_024, 12, 768);
    let norm = 2 * width;
    let linear = |inputs, outputs| inputs * outputs + outputs;
    let look = norm + linear(width, 3 * width) + linear(width, width);
    let think = norm + linear(width, 4 * width) + linear(4 * width, width);
    let whole = (words + places) * width + blocks * (look + think) + norm;
    [(words + places) * width, look, think, whole]
}
// ANCHOR_END: gpt2_parameters
// ANCHOR: attention_weights
/// The largest score is subtracted first: the weights are the same, and no exponential overflows.
pub fn attention_weights(query: &[f64], letters: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let dot = |a: &[f64]| a.iter().zip(query).map(|(a, b)| a * b).sum::<f64>();
    let scores: Vec<f64> = letters.iter().map(|letter| dot(letter)).collect();
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exps: Vec<f64> = scores.iter().map(|score| (score - largest).exp()).collect();
    let sum: f64 = exps.iter().sum();
    let weights: Vec<f64> = exps.iter().map(|exp| exp / sum).collect();
    let mut found = vec![0.0; query.len()];
    for (weight, letter) in weights.iter().zip(letters) {
        for (found, x) in found.iter_mut().zip(letter) {
            *found += weight * x;
        }
    }
    (weights, found)
}
// ANCHOR_END: attention_weights

// ANCHOR: weights_by_hand
/// The scores are 1, 0 and 2; asked twice as loudly 2, 0 and 4. A place of padding has the score 0, and so counts e⁰.
pub fn weights_by_hand() -> [f64; 5] {
    let [a, b, c] = [1.0_f64, 0.0, 2.0].map(f64::exp);
    let sum = a + b + c;
    let [a2, b2, c2] = [2.0_f64, 0.0, 4.0].map(f64::exp);
    [
        c / sum,
        (3.0 * a - 2.0 * b) / sum,
        c / sum,
        c2 / (a2 + b2 + c2),
        c / (sum + 2.0),
    ]
}
// ANCHOR_END: weights_by_hand
// ANCHOR: bpe_merge
/// The most frequent pair of neighbours, and the tokens with `new` in its places.
pub fn bpe_merge(tokens: &[u32], new: u32) -> ((u32, u32), Vec<u32>) {
    use std::cmp::Reverse;
    // Of each pair, how often it stands there, and where first.
    let mut found = std::collections::HashMap::new();
    for (place, pair) in tokens.windows(2).enumerate() {
        let pair = found.entry((pair[0], pair[1]));
        pair.or_insert((0, Reverse(place))).0 += 1;
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
    let score = |key| dot(key) / (query.len() as f64).sqrt();
    let scores: Vec<f64> = kept.keys.iter().map(score).collect();
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = scores.iter().map(|score| (score - largest).exp()).collect();
    let sum: f64 = powers.iter().sum();
    let mut seen = vec![0.0; value.len()];
    for (power, value) in powers.iter().zip(&kept.values) {
        let pairs = seen.iter_mut().zip(value);
        pairs.for_each(|(seen, v)| *seen += power / sum * *v);
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
    let bytes = row.iter().map(|x| (x / scale).round() as i8);
    (scale, bytes.collect())
}
// ANCHOR_END: quantise_row
// ANCHOR: address
/// Row i gets what comes on from the row before it, what stays, and what comes back from the row behind it.
pub fn address(found: &[f64], before: &[f64], gate: f64, shares: [f64; 3], power: f64) -> Vec<f64> {
    let rows = found.len();
    let kept = |i: usize| gate * found[i % rows] + (1.0 - gate) * before[i % rows];
    let [back, stay, on] = shares;
    let moved = |i: usize| back * kept(i + 1) + stay * kept(i) + on * kept(i + rows - 1);
    let raised: Vec<f64> = (0..rows).map(|i| moved(i).powf(power)).collect();
    let sum: f64 = raised.iter().sum();
    raised.iter().map(|w| w / sum).collect()
}
// ANCHOR_END: address

// ANCHOR: halting
/// What is left of 1 is handed out step by step; the step at which ε or less would be left takes all of it.
pub fn halting(h: &[f64], epsilon: f64) -> (Vec<f64>, f64, f64) {
    let mut weights = vec![0.0; h.len()];
    let mut left = 1.0;
    for (n, &h_n) in h.iter().enumerate() {
        if left - h_n <= epsilon || n + 1 == h.len() {
            weights[n] = left;
            return (weights, left, (n + 1) as f64 + left);
        }
        weights[n] = h_n;
        left -= h_n;
    }
    (weights, left, left) // Without a step nothing was thought.
}
// ANCHOR_END: halting
// ANCHOR: patches
/// The p × p patches of a picture, row by row, and each of them row by row.
pub fn patches(picture: &[Vec<f64>], p: usize) -> Vec<Vec<f64>> {
    let mut patches = Vec::new();
    for rows in picture.chunks_exact(p) {
        let across = rows[0].len() / p;
        for column in (0..across).map(|patch| patch * p) {
            let piece = rows.iter().flat_map(|row| &row[column..column + p]);
            patches.push(piece.copied().collect());
        }
    }
    patches
}
// ANCHOR_END: patches

// ANCHOR: masking
/// With pencil and paper. Of 10 tokens 10 · 0.15 are chosen, and 8 of 10 of them are masks. Shown as they were: those not
/// chosen, and of the chosen 1 of 10 that is left, and 1 of 10 whose random token is the old one by luck, 1 of 4.
pub fn masking() -> [f64; 5] {
    let right = 0.1 + 0.1 / 4.0;
    let shown = 10.0 * (0.85 + 0.15 * right);
    [1.5, 1.2, shown, 0.85_f64.powi(10), right / 0.2]
}
// ANCHOR_END: masking
