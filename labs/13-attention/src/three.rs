//! Self-attention with every number on paper: plain numbers, no tape.

pub mod tiles;

use crate::solutions::{causal_mask, softmax_rows};

/// Rows of numbers.
pub type Matrix = Vec<Vec<f64>>;

// ANCHOR: sheet
/// A sheet of paper: T tokens of C numbers each, and what is made of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// `[T, C]`
    pub tokens: Matrix,
    /// What a token asks: `[C, d]`.
    pub queries: Matrix,
    /// By what it is found: `[C, d]`.
    pub keys: Matrix,
    /// What it gives: `[C, e]`.
    pub values: Matrix,
    /// Whether scores are divided by √d.
    pub scale: bool,
    /// Whether a token looks only at itself and at what stands before it.
    pub causal: bool,
}

impl Sheet {
    /// The tokens times one of the three matrices: a row for each token.
    pub fn of(&self, matrix: &Matrix) -> Matrix {
        product(&self.tokens, matrix)
    }

    /// By what a score is divided: √d, or 1.
    fn divisor(&self) -> f64 {
        let width = self.queries.first().map_or(1, Vec::len);
        match self.scale {
            true => (width as f64).sqrt(),
            false => 1.0,
        }
    }

    /// How well each query fits each key, `[T, T]`: a row for each token that asks; −∞ where it must not look.
    pub fn scores(&self) -> Matrix {
        let (q, k) = (self.of(&self.queries), self.of(&self.keys));
        let divisor = self.divisor();
        let row = |q: &Vec<f64>| k.iter().map(|k| dot(q, k) / divisor).collect();
        let scores = q.iter().map(row).collect();
        match self.causal {
            true => masked(scores, &causal_mask(q.len(), k.len())),
            false => scores,
        }
    }

    /// How much each token looks at each, `[T, T]`: each row adds up to 1.
    pub fn weights(&self) -> Matrix {
        softmax_rows(&self.scores())
    }

    /// What each token gets, `[T, e]`: the mean of all values by its weights.
    pub fn outputs(&self) -> Matrix {
        product(&self.weights(), &self.of(&self.values))
    }

    /// How the output of the token that asks moves with its score for another, before that is divided:
    /// ∂y/∂s = p·(v − y)/√d, `[e]`. Empty if there is no such token.
    pub fn slope(&self, asking: usize, asked: usize) -> Vec<f64> {
        let (weights, outputs, values) = (self.weights(), self.outputs(), self.of(&self.values));
        let (Some(p), Some(y), Some(v)) =
            (weights.get(asking), outputs.get(asking), values.get(asked))
        else {
            return Vec::new();
        };
        let slope = |(v, y): (&f64, &f64)| p[asked] * (v - y) / self.divisor();
        v.iter().zip(y).map(slope).collect()
    }
}
// ANCHOR_END: sheet

impl Sheet {
    /// Three tokens whose numbers are easily worked out on paper.
    pub fn example() -> Self {
        let rows = |rows: &[[f64; 2]]| rows.iter().map(|row| row.to_vec()).collect();
        Sheet {
            tokens: rows(&[[1.0, 0.0], [0.0, 1.0], [1.0, 2.0]]),
            queries: rows(&[[0.0, 1.0], [1.0, 0.0]]),
            keys: rows(&[[1.0, 0.0], [0.0, -1.0]]),
            values: rows(&[[1.0, 1.0], [2.0, 0.0]]),
            scale: true,
            causal: false,
        }
    }
}

/// −∞ wherever the mask does not let a query look.
pub fn masked(mut scores: Matrix, mask: &[Vec<bool>]) -> Matrix {
    for (row, may) in scores.iter_mut().zip(mask) {
        for (score, may) in row.iter_mut().zip(may) {
            *score = if *may { *score } else { f64::NEG_INFINITY };
        }
    }
    scores
}

/// a·b.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Rows times a matrix: each row becomes a sum of the matrix's rows.
pub fn product(rows: &[Vec<f64>], matrix: &[Vec<f64>]) -> Matrix {
    let width = matrix.first().map_or(0, Vec::len);
    let row = |row: &Vec<f64>| {
        let column = |c: usize| row.iter().zip(matrix).map(|(x, m)| x * m[c]).sum();
        (0..width).map(column).collect()
    };
    rows.iter().map(row).collect()
}
