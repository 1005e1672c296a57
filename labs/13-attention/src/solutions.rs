//! Reference answers.

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
        if j.is_multiple_of(2) {
            angle.sin()
        } else {
            angle.cos()
        }
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
