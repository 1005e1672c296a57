//! Attention, tile by tile: no more scores exist at a time than fit into the first-level cache.
//!
//! A tile holds the scores of some keys (its lines) for [`QUERIES`] queries (side by side). So what belongs
//! to a query, such as its largest score, is one lane of a vector, and nothing is ever added up across a
//! vector. The softmax is made while the keys go past (Milakov and Gimelshein, 2018; Dao et al., 2022): with
//! a larger score than any before, what has come together is scaled down. Of each query one number is kept,
//! ln Σ eˢ; with it the way back makes the same probabilities again, a tile at a time.
//!
//! Each head of each example is one thread's work, as its keys' gradients are summed over all queries.

#![allow(
    unsafe_code,
    reason = "several threads write to different columns of the same rows"
)]

mod back;
mod tile;

pub use back::{Gradients, Seen, backward};

use super::Matrix;
use super::gemm::WORTH_SHARING;
use super::panels::Panels;
use super::threads::{Shared, for_each_part};
use crate::Tensor;
use std::marker::PhantomData;
use std::ops::Range;
use tile::{KEYS, Lanes, QUERIES, Tile};

/// What is looked at, by whom.
#[derive(Clone, Copy)]
pub struct Sizes {
    /// N
    pub examples: usize,
    /// T
    pub queries: usize,
    /// S
    pub keys: usize,
    pub heads: usize,
    /// Of a head: d.
    pub width: usize,
}

impl Sizes {
    /// C, the columns of all heads.
    pub fn columns(&self) -> usize {
        self.heads * self.width
    }

    /// Pairs of an example and a head.
    pub fn units(&self) -> usize {
        self.examples * self.heads
    }

    /// How many of them a part of the work has: it depends on the sizes alone.
    fn together(&self) -> usize {
        let each = self.keys.saturating_mul(self.width);
        let work = each
            .saturating_mul(self.queries)
            .saturating_mul(self.units());
        let parts = if work < WORTH_SHARING { 1 } else { PARTS };
        self.units().div_ceil(parts).max(1)
    }

    fn parts(&self) -> usize {
        self.units().div_ceil(self.together())
    }
}

/// As many as keep eight threads busy; each has some working space.
const PARTS: usize = 16;

/// Which keys a query may look at.
#[derive(Clone, Copy)]
pub struct Sight<'a> {
    /// None after its own place, where the last query stands at the last key.
    pub causal: bool,
    /// Of each example only so many, as whole numbers.
    pub lengths: Option<&'a [f32]>,
}

impl Sight<'_> {
    /// How many keys, from the first on, query `t` of example `n` sees.
    fn reaches(&self, sizes: &Sizes, n: usize, t: usize) -> usize {
        let length = self
            .lengths
            .map_or(sizes.keys, |lengths| lengths[n] as usize);
        let own = (sizes.keys + t + 1).saturating_sub(sizes.queries);
        if self.causal { own.min(length) } else { length }
    }
}

/// Heads side by side: a row an example's place, `line` floats from one to the next, the first head at `first`.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    pub numbers: &'a [f32],
    pub line: usize,
    pub first: usize,
}

impl<'a> Rows<'a> {
    /// Rows that hold nothing else.
    pub fn alone(numbers: &'a [f32], sizes: &Sizes) -> Self {
        let line = sizes.columns();
        let first = 0;
        Rows {
            numbers,
            line,
            first,
        }
    }

    /// Queries, keys and values beside each other in rows of 3C.
    pub fn packed(numbers: &'a [f32], sizes: &Sizes) -> [Self; 3] {
        let line = 3 * sizes.columns();
        [0, 1, 2].map(|k| Rows {
            numbers,
            line,
            first: k * sizes.columns(),
        })
    }

    /// Some rows of a head, of an example with `count`.
    fn matrix(&self, unit: Unit, count: usize, rows: Range<usize>) -> Matrix<'a> {
        let at = (unit.example * count + rows.start) * self.line + self.first + unit.column;
        Matrix::lines(&self.numbers[at..], rows.len(), unit.width, self.line)
    }

    fn row(&self, unit: Unit, count: usize, row: usize) -> &'a [f32] {
        let at = (unit.example * count + row) * self.line + self.first + unit.column;
        &self.numbers[at..][..unit.width]
    }
}

/// The same, to be written.
struct Places<'a> {
    to: Shared,
    line: usize,
    first: usize,
    borrowed: PhantomData<&'a mut [f32]>,
}

impl<'a> Places<'a> {
    /// Rows that hold nothing else, `rows` of them.
    fn alone(numbers: &'a mut [f32], sizes: &Sizes, rows: usize) -> Self {
        let line = sizes.columns();
        assert_eq!(numbers.len(), rows * line);
        Places {
            to: Shared(numbers.as_mut_ptr()),
            line,
            first: 0,
            borrowed: PhantomData,
        }
    }

    /// Queries, keys and values beside each other in rows of 3C, `rows` of them.
    fn packed(numbers: &'a mut [f32], sizes: &Sizes, rows: usize) -> [Self; 3] {
        let line = 3 * sizes.columns();
        assert_eq!(numbers.len(), rows * line);
        let to = numbers.as_mut_ptr();
        [0, 1, 2].map(|which| Places {
            to: Shared(to),
            line,
            first: which * sizes.columns(),
            borrowed: PhantomData,
        })
    }

    /// Writes a head's columns of one row: factor · `numbers`.
    ///
    /// # Safety
    /// There is that row, and nobody else writes this head of it, or looks at it.
    unsafe fn write(&self, unit: Unit, row: usize, numbers: &[f32], factor: f32) {
        let at = row * self.line + self.first + unit.column;
        // SAFETY: a row has the columns of all heads, and by the caller's promise these are nobody else's.
        let to = unsafe { self.to.piece(at, unit.width) };
        for (to, x) in to.iter_mut().zip(numbers) {
            *to = factor * x;
        }
    }
}

/// A head of an example.
#[derive(Clone, Copy)]
struct Unit {
    example: usize,
    column: usize,
    width: usize,
}

impl Unit {
    fn new(sizes: &Sizes, index: usize) -> Self {
        Unit {
            example: index / sizes.heads,
            column: index % sizes.heads * sizes.width,
            width: sizes.width,
        }
    }
}

/// Up to [`QUERIES`] queries of a head.
struct Block {
    unit: Unit,
    queries: Range<usize>,
    /// How many keys each of them sees.
    reaches: [u32; QUERIES],
}

impl Block {
    /// All of a head, one after another.
    fn all<'a>(unit: Unit, sizes: &'a Sizes, sight: &'a Sight) -> impl Iterator<Item = Block> + 'a {
        (0..sizes.queries).step_by(QUERIES).map(move |first| {
            let queries = first..sizes.queries.min(first + QUERIES);
            let mut reaches = [0; QUERIES];
            for (reach, t) in reaches.iter_mut().zip(queries.clone()) {
                *reach = sight.reaches(sizes, unit.example, t) as u32;
            }
            Block {
                unit,
                queries,
                reaches,
            }
        })
    }

    /// The keys that any of them sees, a tile at a time.
    fn keys(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        // A later query never sees less.
        let end = self.reaches[self.queries.len() - 1] as usize;
        (0..end)
            .step_by(KEYS)
            .map(move |first| first..end.min(first + KEYS))
    }

    /// The first key that one of them does not see.
    fn hidden_from(&self) -> usize {
        self.reaches[0] as usize
    }
}

/// Packed at the beginning of `space`.
fn packed<'a>(b: Matrix, space: &'a mut [f32]) -> Panels<'a> {
    let (rows, columns) = b.size();
    Panels::pack(b, &mut space[..Panels::room(rows, columns)])
}

/// Cuts working space into pieces.
fn cut<const N: usize>(mut space: &mut [f32], sizes: [usize; N]) -> [&mut [f32]; N] {
    sizes.map(|size| {
        let (piece, rest) = std::mem::take(&mut space).split_at_mut(size);
        space = rest;
        piece
    })
}

/// y = softmax(Q·Kᵀ/√d)·V of each head, and of each query ln Σ eˢ: `logs` is `[N, heads, T]`, infinite where
/// there is nothing to look at (then y is 0).
///
/// # Panics
/// If a buffer is too small.
pub fn forward(sizes: &Sizes, sight: Sight, inputs: [Rows; 3], y: &mut [f32], logs: &mut [f32]) {
    if y.is_empty() {
        return;
    }
    let width = sizes.width;
    let rooms = [
        Panels::room(width, QUERIES),
        Panels::room(KEYS, width),
        KEYS * QUERIES,
        QUERIES * width,
    ];
    let room = rooms.iter().sum();
    let mut space = Tensor::scratch([sizes.parts(), room]);
    let y = Places::alone(y, sizes, sizes.examples * sizes.queries);
    let together = sizes.together();
    let parts = [together * sizes.queries, room];
    for_each_part([logs, space.data_mut()], parts, |part, [logs, space]| {
        let [queries, values, scores, sums] = cut(space, rooms);
        for (i, logs) in logs.chunks_exact_mut(sizes.queries).enumerate() {
            let unit = Unit::new(sizes, part * together + i);
            for block in Block::all(unit, sizes, &sight) {
                let space = [&mut *queries, &mut *values, &mut *scores, &mut *sums];
                let lanes = forward_block(sizes, &block, inputs, space);
                let scale = 1.0 / (width as f32).sqrt();
                for (k, t) in block.queries.clone().enumerate() {
                    let (total, row) = (lanes.total[k], unit.example * sizes.queries + t);
                    let factor = if total == 0.0 { 0.0 } else { 1.0 / total };
                    // SAFETY: this head of this example is this part's alone.
                    unsafe { y.write(unit, row, &sums[k * width..], factor) };
                    logs[t] = match total {
                        0.0 => f32::INFINITY,
                        _ => scale * lanes.largest[k] + total.ln(),
                    };
                }
            }
        }
    });
}

/// Σ eˢ·v of some queries into `sums`, and their largest score and Σ eˢ, both under that factor.
fn forward_block(
    sizes: &Sizes,
    block: &Block,
    [q, k, v]: [Rows; 3],
    [queries, values, scores, sums]: [&mut [f32]; 4],
) -> Lanes {
    let (unit, width) = (block.unit, sizes.width);
    let scale = 1.0 / (width as f32).sqrt();
    let rows = block.queries.len();
    let q = q.matrix(unit, sizes.queries, block.queries.clone());
    let queries = packed(q.t(), queries);
    let mut lanes = Lanes::new();
    sums.fill(0.0);
    for keys in block.keys() {
        let mut tile = Tile::new(scores, keys.clone(), rows);
        queries.product(
            k.matrix(unit, sizes.keys, keys.clone()),
            tile.unfilled(),
            false,
        );
        if keys.end > block.hidden_from() {
            tile.hide(&block.reaches, f32::NEG_INFINITY);
        }
        let factors = lanes.exponentials(&mut tile, scale);
        if keys.start > 0 {
            for (sums, factor) in sums.chunks_exact_mut(width).zip(factors) {
                sums.iter_mut().for_each(|sum| *sum *= factor);
            }
        }
        let v = v.matrix(unit, sizes.keys, keys.clone());
        packed(v, values).product(tile.matrix().t(), (sums, width), true);
    }
    lanes
}
