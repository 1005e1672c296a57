//! Recurrent networks: a few rows of the batch go through all steps, forward or back, on one thread.
//!
//! The step from t to t + 1 cannot begin before t is done, and for thirty rows it takes ten
//! microseconds: too little to be shared out. The rows, however, never meet. So each thread takes
//! some rows through the whole sequence, and the threads do not wait for each other. What is summed
//! over all rows and steps, the gradient of the weights, is left to one large product afterwards.
//!
//! The weights are packed once for all steps ([`Panels`]).

use super::gemm::Matrix;
use super::panels::Panels;
use super::threads::{for_each_part, threads};
use crate::Tensor;
use std::ops::Range;

/// How many rows of the batch go through the sequence together. Each step reads all weights, so there
/// should be many; each thread should have some, so there must not be too many. A row comes to the
/// same bits in any company.
fn rows_together(n: usize) -> usize {
    n.div_ceil(threads()).next_multiple_of(8).clamp(8, 24)
}

/// One kind of cell. A step computes, for each row, `sums` = x·W_x + h·W_h + b, some blocks of
/// `hidden` columns, and from them and the old state the new one.
pub trait Cell: 'static {
    /// What messages call it.
    const NAME: &'static str;
    /// Blocks of sums. The columns of W_x are added to the first ones.
    const SUMS: usize;
    /// Blocks of columns of W_x and of W_h.
    const GATES: usize;
    /// Which blocks of W_h are added to the sums from which block on.
    const FROM_STATE: [(Range<usize>, usize); 2];
    /// Blocks that a step keeps for the way back.
    const SAVED: usize;
    /// Has it a second state, the cell of an LSTM?
    const HAS_CELL: bool;

    /// Turns the state before the step, `h` and `c` (empty without a second state), into the one
    /// after. `saved` is written whole.
    fn forward(sums: &mut [f32], h: &mut [f32], c: &mut [f32], saved: &mut [f32]);

    /// `dh` and `dc` come in as the gradients of the state after the step, and leave as the part of
    /// those of the state before that does not go through the sums. `dsums` is written whole.
    fn backward(seen: Seen<'_>, dh: &mut [f32], dc: &mut [f32], dsums: &mut [f32]);
}

/// What a step back sees of the step forward, for one row.
pub struct Seen<'a> {
    /// What [`Cell::forward`] kept.
    pub saved: &'a [f32],
    /// h before the step.
    pub before: &'a [f32],
    /// h after it.
    pub after: &'a [f32],
}

/// A sequence and the way through it.
#[derive(Clone, Copy)]
pub struct Way<'a> {
    /// Rows of the batch.
    pub n: usize,
    pub steps: usize,
    pub hidden: usize,
    /// How many steps each row has, as whole numbers; all of them if absent.
    pub lengths: Option<&'a [f32]>,
    /// From the last step to the first?
    pub reversed: bool,
}

impl Way<'_> {
    /// The steps in the order in which they are taken.
    fn times(self) -> impl DoubleEndedIterator<Item = usize> {
        let last = self.steps.wrapping_sub(1);
        (0..self.steps).map(move |s| if self.reversed { last - s } else { s })
    }

    /// Is step `t` part of row `n`?
    fn has(self, n: usize, t: usize) -> bool {
        self.lengths.is_none_or(|lengths| (t as f32) < lengths[n])
    }

    /// The step before `t` on the way through row `n`, if `t` is not its first.
    fn before(self, n: usize, t: usize) -> Option<usize> {
        if self.reversed {
            (t + 1 < self.steps && self.has(n, t + 1)).then_some(t + 1)
        } else {
            t.checked_sub(1)
        }
    }
}

/// Where x·W_x + b comes from.
pub enum FromInput<'a> {
    /// x is `[n, steps, inputs]`: multiplied at each step; the bias is `SUMS` blocks.
    Rows {
        x: &'a [f32],
        w_x: Matrix<'a>,
        bias: &'a [f32],
    },
    /// x is looked up in a table, one row an id: the products of all rows, with the bias, are there.
    Table { ids: &'a [u32], sums: &'a [f32] },
}

/// What the way through a sequence leaves behind.
pub struct Forward {
    /// `[n, steps, hidden]`, 0 beyond a row's length.
    pub outputs: Tensor,
    /// `[n, hidden]`, after each row's own last step.
    pub last: Tensor,
    /// `[n, hidden]`, the second state; `[n, 0]` if there is none.
    pub cell: Tensor,
    /// `[n, steps, SAVED · hidden]`.
    pub saved: Tensor,
}

/// Goes through the sequence. `last` and `cell` are the state at the start.
#[track_caller]
pub fn forward<C: Cell>(
    way: Way,
    input: &FromInput,
    w_h: Matrix,
    mut last: Tensor,
    mut cell: Tensor,
) -> Forward {
    let Way {
        n, steps, hidden, ..
    } = way;
    let together = rows_together(n);
    let line = C::SUMS * hidden;
    let seconds = if C::HAS_CELL { hidden } else { 0 };
    let mut outputs = Tensor::scratch([n, steps, hidden]);
    let mut saved = Tensor::scratch([n, steps, C::SAVED * hidden]);
    let mut sums = Tensor::scratch([n.div_ceil(together), together * line]);
    let mut packed = Tensor::scratch([0]);
    let from_state = pack_state::<C>(w_h, hidden, false, &mut packed);
    let mut space = match input {
        FromInput::Rows { w_x, .. } => Tensor::scratch([Panels::room(w_x.size().0, w_x.size().1)]),
        FromInput::Table { .. } => Tensor::scratch([0]),
    };
    let from_input = match input {
        FromInput::Rows { w_x, .. } => Some(Panels::pack(*w_x, space.data_mut())),
        FromInput::Table { .. } => None,
    };
    let parts = [&mut last, &mut cell, &mut outputs, &mut saved, &mut sums].map(Tensor::data_mut);
    let sizes = [
        hidden,
        seconds,
        steps * hidden,
        steps * C::SAVED * hidden,
        line,
    ]
    .map(|size| size.saturating_mul(together));
    for_each_part(parts, sizes, |i, [h, c, outputs, saved, sums]| {
        let first = i * together;
        let rows = together.min(n - first);
        for t in way.times() {
            for (r, sums) in sums.chunks_exact_mut(line).take(rows).enumerate() {
                sums.copy_from_slice(input.start((first + r) * steps + t, line));
            }
            if let (FromInput::Rows { x, w_x, .. }, Some(panels)) = (input, &from_input) {
                let inputs = w_x.size().0;
                let x = &x[(first * steps + t) * inputs..];
                panels.add_product(rows, (x, steps * inputs), (sums, line));
            }
            for (panels, (_, to)) in from_state.iter().zip(C::FROM_STATE) {
                panels.add_product(rows, (h, hidden), (&mut sums[to * hidden..], line));
            }
            for r in 0..rows {
                let at = r * steps + t;
                let output = &mut outputs[at * hidden..][..hidden];
                let saved = &mut saved[at * C::SAVED * hidden..][..C::SAVED * hidden];
                if way.has(first + r, t) {
                    let sums = &mut sums[r * line..][..line];
                    let h = &mut h[r * hidden..][..hidden];
                    C::forward(sums, h, &mut c[r * seconds..][..seconds], saved);
                    output.copy_from_slice(h);
                } else {
                    output.fill(0.0);
                    saved.fill(0.0);
                }
            }
        }
    });
    Forward {
        outputs,
        last,
        cell,
        saved,
    }
}

impl FromInput<'_> {
    /// The sums of row `at` before anything is multiplied.
    fn start(&self, at: usize, line: usize) -> &[f32] {
        match self {
            FromInput::Rows { bias, .. } => bias,
            FromInput::Table { ids, sums } => &sums[ids[at] as usize * line..][..line],
        }
    }
}

/// What the way back starts from.
pub struct Back<'a> {
    pub way: Way<'a>,
    /// Of the way forward.
    pub outputs: &'a [f32],
    pub saved: &'a [f32],
    /// h at the start, `[n, hidden]`.
    pub start: &'a [f32],
    /// The gradient of the outputs, if they have a part in the loss.
    pub d_outputs: Option<&'a [f32]>,
    /// The rows of x, `[n, steps, inputs]`, if they are to stand beside h in [`Gradients::seen`].
    pub x: Option<(&'a [f32], usize)>,
}

/// What the way back leaves behind.
pub struct Gradients {
    /// Of h at the start, `[n, hidden]`.
    pub h: Tensor,
    /// Of the second state at the start.
    pub c: Tensor,
    /// Of the sums, `[n · steps, SUMS · hidden]`.
    pub sums: Tensor,
    /// What was multiplied to make them, x (if wanted) beside h, `[n · steps, inputs + hidden]`.
    pub seen: Tensor,
}

/// Goes back through the sequence. `dh` and `dc` are the gradients of the state at the end.
pub fn backward<C: Cell>(back: &Back, w_h: Matrix, mut dh: Tensor, mut dc: Tensor) -> Gradients {
    let Way {
        n, steps, hidden, ..
    } = back.way;
    let line = C::SUMS * hidden;
    let seconds = if C::HAS_CELL { hidden } else { 0 };
    let width = back.x.map_or(0, |(_, inputs)| inputs) + hidden;
    let together = rows_together(n);
    let mut sums = Tensor::scratch([n * steps, line]);
    let mut seen = Tensor::scratch([n * steps, width]);
    let mut packed = Tensor::scratch([0]);
    let to_state = pack_state::<C>(w_h, hidden, true, &mut packed);
    let parts = [&mut dh, &mut dc, &mut sums, &mut seen].map(Tensor::data_mut);
    let sizes = [hidden, seconds, steps * line, steps * width];
    // A batch of none may be long beyond measure.
    let sizes = sizes.map(|size| size.saturating_mul(together));
    for_each_part(parts, sizes, |i, [dh, dc, dsums, seen]| {
        let first = i * together;
        let rows = together.min(n - first);
        for t in back.way.times().rev() {
            for r in 0..rows {
                let at = r * steps + t;
                let dsums = &mut dsums[at * line..][..line];
                let seen = &mut seen[at * width..][..width];
                if !back.way.has(first + r, t) {
                    dsums.fill(0.0);
                    seen.fill(0.0);
                    continue;
                }
                let dh = &mut dh[r * hidden..][..hidden];
                let dc = &mut dc[r * seconds..][..seconds];
                back.step::<C>(first + r, t, [dh, dc, dsums, seen]);
            }
            for (panels, (_, from)) in to_state.iter().zip(C::FROM_STATE) {
                let dsums = &dsums[t * line + from * hidden..];
                panels.add_product(rows, (dsums, steps * line), (dh, hidden));
            }
        }
    });
    Gradients {
        h: dh,
        c: dc,
        sums,
        seen,
    }
}

impl Back<'_> {
    /// One step back of row `n`.
    fn step<C: Cell>(&self, n: usize, t: usize, [dh, dc, dsums, seen]: [&mut [f32]; 4]) {
        let (hidden, steps) = (self.way.hidden, self.way.steps);
        let output = |t: usize| &self.outputs[(n * steps + t) * hidden..][..hidden];
        let before = match self.way.before(n, t) {
            Some(t) => output(t),
            None => &self.start[n * hidden..][..hidden],
        };
        let at = n * steps + t;
        if let Some((x, inputs)) = self.x {
            seen[..inputs].copy_from_slice(&x[at * inputs..][..inputs]);
        }
        let width = seen.len();
        seen[width - hidden..].copy_from_slice(before);
        if let Some(d_outputs) = self.d_outputs {
            for (dh, d) in dh.iter_mut().zip(&d_outputs[at * hidden..]) {
                *dh += d;
            }
        }
        let seen = Seen {
            saved: &self.saved[at * C::SAVED * hidden..][..C::SAVED * hidden],
            before,
            after: output(t),
        };
        C::backward(seen, dh, dc, dsums);
    }
}

/// Packs the blocks of W_h as the way forward multiplies by them, or turned, for the way back.
fn pack_state<'a, C: Cell>(
    w_h: Matrix,
    hidden: usize,
    turned: bool,
    space: &'a mut Tensor,
) -> [Panels<'a>; 2] {
    let rooms = C::FROM_STATE.map(|(blocks, _)| match turned {
        false => Panels::room(hidden, blocks.len() * hidden),
        true => Panels::room(blocks.len() * hidden, hidden),
    });
    *space = Tensor::scratch([rooms.iter().sum()]);
    let (one, two) = space.data_mut().split_at_mut(rooms[0]);
    let mut spaces = [one, two].into_iter();
    C::FROM_STATE.map(|(blocks, _)| {
        let block = w_h.columns(blocks.start * hidden..blocks.end * hidden);
        let block = if turned { block.t() } else { block };
        Panels::pack(block, spaces.next().expect("as many as blocks"))
    })
}

/// A row in `N` blocks of `hidden` columns, or the first ones of it.
pub fn blocks<const N: usize>(row: &[f32], hidden: usize) -> [&[f32]; N] {
    std::array::from_fn(|k| &row[k * hidden..][..hidden])
}

/// The same, to be written.
///
/// # Panics
/// If the row is shorter.
pub fn blocks_mut<const N: usize>(mut row: &mut [f32], hidden: usize) -> [&mut [f32]; N] {
    std::array::from_fn(|_| {
        let (block, rest) = std::mem::take(&mut row).split_at_mut(hidden);
        row = rest;
        block
    })
}
