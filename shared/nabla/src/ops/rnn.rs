//! The simplest recurrent network (Elman, 1990).
//!
//! ```text
//! h' = tanh(x·W_x + h·W_h + b)
//!
//! ds = dh' ⊙ (1 − h'²)           dx = ds·W_xᵀ    dh = ds·W_hᵀ
//! dW_x = xᵀ·ds    dW_h = hᵀ·ds    db = Σ_rows ds
//! ```

use super::recurrent::{Weights, sequence, step};
use crate::kernels::math::tanh;
use crate::kernels::recurrent::{Cell, Seen};
use crate::rnn::{Reading, Run, State};
use crate::tape::Var;
use std::ops::Range;

pub(crate) struct RnnCell;

impl<'t> Var<'t> {
    /// One step of a recurrent network: from the input `[N, C]` and the state `h`, `[N, H]`, the next
    /// state, tanh(x·W_x + h·W_h + b) (Elman, 1990). `w_x` is `[C, H]`, `w_h` `[H, H]`, `b` `[H]`.
    ///
    /// # Panics
    /// If the sizes do not fit; the message says which.
    #[track_caller]
    pub fn rnn_cell(self, h: Var<'t>, w_x: Var<'t>, w_h: Var<'t>, b: Var<'t>) -> Var<'t> {
        let start = State {
            hidden: h,
            cell: None,
        };
        step::<RnnCell>(self, start, Weights::new(w_x, w_h, b, None)).hidden
    }

    /// A recurrent network over whole sequences `[N, T, C]`; the weights are those of
    /// [`rnn_cell`](Self::rnn_cell). The state is 0 at the start unless `start`, `[N, H]`, says
    /// otherwise. The same as T cells one after another, but quicker.
    ///
    /// # Panics
    /// If the sizes do not fit, or a length is larger than T; the message says which.
    #[track_caller]
    pub fn rnn(
        self,
        start: Option<Var<'t>>,
        w_x: Var<'t>,
        w_h: Var<'t>,
        b: Var<'t>,
        reading: Reading<'_>,
    ) -> Run<'t> {
        let start = start.map(|hidden| State { hidden, cell: None });
        sequence::<RnnCell>(self, start, Weights::new(w_x, w_h, b, None), reading)
    }
}

impl Cell for RnnCell {
    const NAME: &'static str = "rnn";
    const SUMS: usize = 1;
    const GATES: usize = 1;
    const FROM_STATE: [(Range<usize>, usize); 2] = [(0..1, 0), (1..1, 1)];
    const SAVED: usize = 0;
    const HAS_CELL: bool = false;

    // ANCHOR: forward
    fn forward(sums: &mut [f32], h: &mut [f32], _c: &mut [f32], _saved: &mut [f32]) {
        for (h, s) in h.iter_mut().zip(sums) {
            *h = tanh(*s);
        }
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(seen: Seen<'_>, dh: &mut [f32], _dc: &mut [f32], dsums: &mut [f32]) {
        for ((ds, dh), h) in dsums.iter_mut().zip(dh).zip(seen.after) {
            *ds = *dh * (1.0 - h * h);
            *dh = 0.0; // All of it went through the sums.
        }
    }
    // ANCHOR_END: backward
}
