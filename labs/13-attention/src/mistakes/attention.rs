//! Masks, shares, heads, waves.

use crate::solutions::softmax_rows;

/// A mask by another rule, from the place of the query among the queries, that of the key, and how many keys come before the queries.
pub fn mask(
    may: fn(usize, usize, usize) -> bool,
) -> impl Fn(&(usize, usize)) -> Vec<Vec<bool>> + Clone {
    move |&(queries, keys)| {
        let row = |t: usize| (0..keys).map(|s| may(t, s, keys - queries)).collect();
        (0..queries).map(row).collect()
    }
}

/// Rows become columns.
pub fn turned(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let width = rows.first().map_or(0, Vec::len);
    let column = |c: usize| rows.iter().map(|row| row[c]).collect();
    (0..width).map(column).collect()
}

/// Shares of the queries that look at a key.
pub fn by_columns(scores: &[Vec<f64>]) -> Vec<Vec<f64>> {
    turned(&softmax_rows(&turned(scores)))
}

/// e^s over their sum, with this subtracted from each score before.
pub fn plain(less: fn(f64) -> f64) -> impl Fn(&Vec<Vec<f64>>) -> Vec<Vec<f64>> + Clone {
    move |scores| {
        let row = |scores: &Vec<f64>| {
            let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let weights: Vec<f64> = scores.iter().map(|s| (s - less(top)).exp()).collect();
            let total: f64 = weights.iter().sum();
            weights.iter().map(|weight| weight / total).collect()
        };
        scores.iter().map(row).collect()
    }
}

/// What is split: numbers, tokens, heads.
pub type Asked = (Vec<f64>, usize, usize);

/// The first two of three axes of these sizes, exchanged.
pub fn exchanged(x: &[f64], [a, b, c]: [usize; 3]) -> Vec<f64> {
    let places = (0..b).flat_map(|j| (0..a).flat_map(move |i| (0..c).map(move |k| (i, j, k))));
    places.map(|(i, j, k)| x[(i * b + j) * c + k]).collect()
}

/// Waves by another rule: from the place, the number in the row and the width.
pub fn waves(
    wave: fn(f64, usize, usize) -> f64,
) -> impl Fn(&(usize, usize)) -> Vec<Vec<f64>> + Clone {
    move |&(places, width)| {
        let row = |t: usize| (0..width).map(|j| wave(t as f64, j, width)).collect();
        (0..places).map(row).collect()
    }
}

/// Sine or cosine in turn of t times a speed.
pub fn in_turn(t: f64, j: usize, exponent: f64) -> f64 {
    let angle = t / 10_000_f64.powf(exponent);
    [angle.sin(), angle.cos()][j % 2]
}
