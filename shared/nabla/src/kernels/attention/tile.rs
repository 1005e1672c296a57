//! A tile of scores, and the softmax that is made while tiles go past.

use crate::kernels::Matrix;
use crate::kernels::math::{exp, multiply_add};
use std::ops::Range;

/// Queries side by side: a block of them.
pub const QUERIES: usize = 32;
/// Lines of a tile. Two tiles fit into a first-level cache of 32 KiB, beside what they are made of.
pub const KEYS: usize = 64;

type Line = [f32; QUERIES];

/// A number for each of some keys (a line each) and some queries.
pub struct Tile<'a> {
    lines: &'a mut [Line],
    keys: Range<usize>,
    queries: usize,
}

impl<'a> Tile<'a> {
    /// To be filled.
    pub fn new(space: &'a mut [f32], keys: Range<usize>, queries: usize) -> Self {
        let (lines, _) = space[..keys.len() * QUERIES].as_chunks_mut();
        if queries < QUERIES {
            lines.fill([0.0; QUERIES]); // Lanes without a query go along: with numbers, not with anything.
        }
        Tile {
            lines,
            keys,
            queries,
        }
    }

    /// Where a product of keys and queries is written, and the distance between its rows.
    pub fn to_fill(&mut self) -> (&mut [f32], usize) {
        (self.lines.as_flattened_mut(), QUERIES)
    }

    /// `[keys, queries]`.
    pub fn matrix(&self) -> Matrix<'_> {
        Matrix::lines(
            self.lines.as_flattened(),
            self.keys.len(),
            self.queries,
            QUERIES,
        )
    }

    /// Writes `with` where a query does not see a key.
    pub fn hide(&mut self, reaches: &[u32; QUERIES], with: f32) {
        for (key, line) in (self.keys.start as u32..).zip(self.lines.iter_mut()) {
            for (x, &reach) in line.iter_mut().zip(reaches) {
                *x = if key < reach { *x } else { with };
            }
        }
    }

    /// p = e^(scale · s − log): the probabilities once more.
    pub fn probabilities(&mut self, scale: f32, logs: &Line) {
        let logs = *logs;
        for line in self.lines.iter_mut() {
            for (x, log) in line.iter_mut().zip(logs) {
                *x = exp(multiply_add(scale, *x, -log));
            }
        }
    }

    /// ds = scale · p·(dp − Σ dp·p), in place of dp; the last is a number for each query.
    pub fn slopes(&mut self, p: &Tile, shared: &Line, scale: f32) {
        let shared = *shared;
        for (dp, p) in self.lines.iter_mut().zip(p.lines.iter()) {
            for ((dp, p), shared) in dp.iter_mut().zip(p).zip(shared) {
                *dp = scale * p * (*dp - shared);
            }
        }
    }
}

/// What is known of each query after some keys.
pub struct Lanes {
    /// m, the largest score.
    pub largest: Line,
    /// Σ e^(scale · (s − m)).
    pub total: Line,
}

impl Lanes {
    /// Before the first key.
    pub fn new() -> Self {
        Lanes {
            largest: [f32::NEG_INFINITY; QUERIES],
            total: [0.0; QUERIES],
        }
    }

    /// Puts e^(scale · (s − m)) into the tile, with m the largest score up to now; returns what all that came
    /// before is to be multiplied by.
    pub fn exponentials(&mut self, tile: &mut Tile, scale: f32) -> Line {
        let mut largest = self.largest;
        for line in tile.lines.iter() {
            for (m, &x) in largest.iter_mut().zip(line) {
                *m = if x > *m { x } else { *m };
            }
        }
        // −∞ − −∞ would be NaN, where nothing was seen yet.
        let shift = largest.map(|m| if m == f32::NEG_INFINITY { 0.0 } else { m });
        let mut factors = self.largest;
        for (factor, shift) in factors.iter_mut().zip(shift) {
            *factor = exp(scale * (*factor - shift));
        }
        let mut totals = [0.0; QUERIES];
        for line in tile.lines.iter_mut() {
            for ((x, shift), total) in line.iter_mut().zip(shift).zip(&mut totals) {
                *x = exp(scale * (*x - shift));
                *total += *x;
            }
        }
        for ((total, of_tile), factor) in self.total.iter_mut().zip(totals).zip(factors) {
            *total = multiply_add(*total, factor, of_tile);
        }
        self.largest = largest;
        factors
    }
}
