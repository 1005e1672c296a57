//! The way back: the probabilities once more, from the scores and what was kept of each query.
//!
//! ```text
//! p = e^(s − log)    dV = pᵀ·dy    dp = dy·Vᵀ    ds = p ⊙ (dp − Σ dp·p)/√d    dQ = ds·K    dK = dsᵀ·Q
//! Σ_k dp·p = dy·y
//! ```

#![allow(
    unsafe_code,
    reason = "several threads write to different columns of the same rows"
)]

use super::tile::{KEYS, QUERIES, Tile};
use super::{Block, Places, Rows, Sight, Sizes, Unit, cut, packed};
use crate::Tensor;
use crate::kernels::panels::Panels;
use crate::kernels::rows::dot;
use crate::kernels::threads::for_each_part;

/// Where the gradients of queries, keys and values go.
pub enum Gradients<'a> {
    Apart([&'a mut [f32]; 3]),
    /// Beside each other, in rows of 3C.
    Packed(&'a mut [f32]),
}

/// What the way forward has left, and the gradient of its result.
pub struct Seen<'a> {
    pub inputs: [Rows<'a>; 3],
    pub y: &'a [f32],
    pub logs: &'a [f32],
    pub dy: &'a [f32],
}

/// The gradients of queries, keys and values.
///
/// # Panics
/// If a buffer is too small.
pub fn backward(sizes: &Sizes, sight: Sight, seen: &Seen, gradients: Gradients) {
    if sizes.columns() == 0 || sizes.examples == 0 {
        return;
    }
    let rows = [sizes.queries, sizes.keys, sizes.keys].map(|rows| sizes.examples * rows);
    let [dq, dk, dv] = match gradients {
        Gradients::Apart(all) => {
            let mut rows = rows.into_iter();
            all.map(|to| Places::alone(to, sizes, rows.next().expect("three")))
        }
        Gradients::Packed(to) => Places::packed(to, sizes, rows[0]),
    };
    let head = sizes.keys * sizes.width;
    let room = Space::room(sizes.width);
    let room = [room, head, head];
    let together = sizes.together();
    let mut space = Tensor::scratch([sizes.parts(), room.iter().sum()]);
    let size = space.shape().last();
    for_each_part([space.data_mut()], [size], |part, [space]| {
        let [space, of_keys, of_values] = cut(space, room);
        let mut space = Space::new(space, sizes.width);
        let units = part * together..sizes.units().min((part + 1) * together);
        for index in units {
            let unit = Unit::new(sizes, index);
            of_keys.fill(0.0);
            of_values.fill(0.0);
            for block in Block::all(unit, sizes, &sight) {
                let logs = &seen.logs[index * sizes.queries..][block.queries.clone()];
                let sums = [&mut *of_keys, &mut *of_values];
                backward_block(sizes, &block, (seen, logs), &mut space, sums);
                let first = unit.example * sizes.queries;
                let of_queries = space.of_queries.chunks_exact(sizes.width);
                for (t, numbers) in block.queries.zip(of_queries) {
                    // SAFETY: this head of this example is this part's alone.
                    unsafe { dq.write(unit, first + t, numbers, 1.0) };
                }
            }
            for (to, numbers) in [(&dk, &*of_keys), (&dv, &*of_values)] {
                let numbers = numbers.chunks_exact(sizes.width);
                for (row, numbers) in (unit.example * sizes.keys..).zip(numbers) {
                    // SAFETY: as above.
                    unsafe { to.write(unit, row, numbers, 1.0) };
                }
            }
        }
    });
}

/// What a thread works with, for one block of queries.
struct Space<'a> {
    /// Q and dy of the block, each as it is and turned.
    packed: [&'a mut [f32]; 4],
    keys: &'a mut [f32],
    /// p and dp.
    tiles: [&'a mut [f32]; 2],
    /// dQ
    of_queries: &'a mut [f32],
}

impl<'a> Space<'a> {
    fn rooms(width: usize) -> [usize; 8] {
        let (plain, turned) = (Panels::room(QUERIES, width), Panels::room(width, QUERIES));
        let (tile, keys) = (KEYS * QUERIES, Panels::room(KEYS, width));
        [
            plain,
            turned,
            plain,
            turned,
            keys,
            tile,
            tile,
            QUERIES * width,
        ]
    }

    fn room(width: usize) -> usize {
        Self::rooms(width).iter().sum()
    }

    fn new(space: &'a mut [f32], width: usize) -> Self {
        let [a, b, c, d, keys, p, dp, of_queries] = cut(space, Self::rooms(width));
        Space {
            packed: [a, b, c, d],
            keys,
            tiles: [p, dp],
            of_queries,
        }
    }
}

/// dQ of some queries into `space`; adds their shares to dK and dV of the head.
fn backward_block(
    sizes: &Sizes,
    block: &Block,
    (seen, of_block): (&Seen, &[f32]),
    space: &mut Space,
    [of_keys, of_values]: [&mut [f32]; 2],
) {
    let (unit, width) = (block.unit, sizes.width);
    let scale = 1.0 / (width as f32).sqrt();
    let [q, k, v] = seen.inputs;
    let [y, dy] = [seen.y, seen.dy].map(|numbers| Rows::alone(numbers, sizes));
    let (mut logs, mut shared) = ([0.0; QUERIES], [0.0; QUERIES]);
    logs[..of_block.len()].copy_from_slice(of_block);
    for (shared, t) in shared.iter_mut().zip(block.queries.clone()) {
        let [y, dy] = [y, dy].map(|rows| rows.row(unit, sizes.queries, t));
        *shared = dot(y, dy);
    }
    let [q, dy] = [q, dy].map(|rows| rows.matrix(unit, sizes.queries, block.queries.clone()));
    let [q_space, qt_space, dy_space, dyt_space] = &mut space.packed;
    let (q_turned, dy_turned) = (packed(q.t(), qt_space), packed(dy.t(), dyt_space));
    let (q, dy) = (packed(q, q_space), packed(dy, dy_space));
    let [p_space, dp_space] = &mut space.tiles;
    let rows = block.queries.len();
    space.of_queries.fill(0.0);
    for keys in block.keys() {
        let [k, v] = [k, v].map(|rows| rows.matrix(unit, sizes.keys, keys.clone()));
        let mut p = Tile::new(p_space, keys.clone(), rows);
        q_turned.product(k, p.unfilled(), false);
        p.probabilities(scale, &logs);
        if keys.end > block.hidden_from() {
            p.hide(&block.reaches, 0.0);
        }
        let own = keys.start * width..keys.end * width;
        dy.product(p.matrix(), (&mut of_values[own.clone()], width), true);
        let mut ds = Tile::new(dp_space, keys.clone(), rows);
        dy_turned.product(v, ds.unfilled(), false);
        ds.slopes(&p, &shared, scale);
        q.product(ds.matrix(), (&mut of_keys[own], width), true);
        packed(k, space.keys).product(ds.matrix().t(), (space.of_queries, width), true);
    }
}
