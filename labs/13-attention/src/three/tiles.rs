//! Softmax of a row that is never there as a whole.

use super::{Matrix, dot};

// ANCHOR: running
/// A mean by e^score of values that come some at a time (Milakov and Gimelshein, 2018).
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    /// The largest score so far.
    pub top: f64,
    /// Σ e^(score − top).
    pub total: f64,
    /// Σ e^(score − top)·value.
    pub sum: Vec<f64>,
}

impl Running {
    /// Before anything has come; values have `width` numbers.
    pub fn new(width: usize) -> Self {
        let (top, total, sum) = (f64::NEG_INFINITY, 0.0, vec![0.0; width]);
        Running { top, total, sum }
    }

    /// Takes in one tile: scores, and the value of each.
    pub fn take(&mut self, scores: &[f64], values: &[Vec<f64>]) {
        let top = scores.iter().copied().fold(self.top, f64::max);
        if top == f64::NEG_INFINITY {
            return; // All of it masked, and nothing before.
        }
        // What was weighed by e^(score − old top) is to be weighed by e^(score − new top).
        let keep = (self.top - top).exp();
        self.top = top;
        self.total *= keep;
        self.sum.iter_mut().for_each(|y| *y *= keep);
        for (score, value) in scores.iter().zip(values) {
            let weight = (score - top).exp();
            self.total += weight;
            let pairs = self.sum.iter_mut().zip(value);
            pairs.for_each(|(y, v)| *y += weight * v);
        }
    }

    /// Of all that has come; NaN if nothing has.
    pub fn mean(&self) -> Vec<f64> {
        self.sum.iter().map(|y| y / self.total).collect()
    }
}
// ANCHOR_END: running

// ANCHOR: tiled
/// softmax(q·kᵀ/√d)·v, with `tile` scores at a time: q `[T, d]`, k `[S, d]` and v `[S, e]` give `[T, e]`. If `causal`, query
/// t sees keys 0 to t.
pub fn tiled(q: &Matrix, k: &Matrix, v: &Matrix, tile: usize, causal: bool) -> Matrix {
    let width = v.first().map_or(0, Vec::len);
    let row = |(t, q): (usize, &Vec<f64>)| {
        let seen = if causal { k.len().min(t + 1) } else { k.len() };
        let mut running = Running::new(width);
        let tiles = k[..seen].chunks(tile.max(1));
        for (k, v) in tiles.zip(v[..seen].chunks(tile.max(1))) {
            let score = |k: &Vec<f64>| dot(q, k) / (q.len() as f64).sqrt();
            running.take(&k.iter().map(score).collect::<Vec<_>>(), v);
        }
        running.mean()
    };
    q.iter().enumerate().map(row).collect()
}
// ANCHOR_END: tiled
