//! A tile of scores, and the softmax that is made while tiles go past.

#![allow(
    clippy::needless_range_loop,
    reason = "loops of a fixed length over arrays become vectors; iterators over them do not"
)]

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
    pub fn unfilled(&mut self) -> (&mut [f32], usize) {
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

    /// Writes `with` where a query does not see a key; the first sees the fewest.
    pub fn hide(&mut self, reaches: &[u32; QUERIES], with: f32) {
        let (reaches, with) = (*reaches, with.to_bits());
        let first = self.keys.start.max(reaches[0] as usize);
        let lines = &mut self.lines[first - self.keys.start..];
        for (key, line) in (first as u32..).zip(lines) {
            for i in 0..QUERIES {
                // All ones or zeros: a choice written as one becomes a jump for each number.
                let sees = u32::from(key < reaches[i]).wrapping_neg();
                line[i] = f32::from_bits(line[i].to_bits() & sees | with & !sees);
            }
        }
    }

    /// p = e^(scale · s − log): the probabilities once more.
    pub fn probabilities(&mut self, scale: f32, logs: &Line) {
        let logs = *logs;
        for line in self.lines.iter_mut() {
            for i in 0..QUERIES {
                line[i] = exp(multiply_add(scale, line[i], -logs[i]));
            }
        }
    }

    /// ds = scale · p·(dp − Σ dp·p), in place of dp; the last is a number for each query.
    pub fn slopes(&mut self, p: &Tile, shared: &Line, scale: f32) {
        let shared = *shared;
        for (dp, p) in self.lines.iter_mut().zip(p.lines.iter()) {
            for i in 0..QUERIES {
                dp[i] = scale * p[i] * (dp[i] - shared[i]);
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
            for i in 0..QUERIES {
                largest[i] = if line[i] > largest[i] {
                    line[i]
                } else {
                    largest[i]
                };
            }
        }
        // −∞ − −∞ would be NaN, where nothing was seen yet.
        let shift = largest.map(|m| if m == f32::NEG_INFINITY { 0.0 } else { m });
        let (mut factors, mut totals) = ([0.0; QUERIES], [0.0; QUERIES]);
        for i in 0..QUERIES {
            factors[i] = exp(scale * (self.largest[i] - shift[i]));
        }
        for line in tile.lines.iter_mut() {
            for i in 0..QUERIES {
                line[i] = exp(scale * (line[i] - shift[i]));
                totals[i] += line[i];
            }
        }
        for i in 0..QUERIES {
            self.total[i] = multiply_add(self.total[i], factors[i], totals[i]);
        }
        self.largest = largest;
        factors
    }
}
