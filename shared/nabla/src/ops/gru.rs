//! The GRU: what an LSTM does, with two gates and no second state (Cho et al., 2014). This is
//! PyTorch's and cuDNN's variant: the reset gate scales W_hn·h, not h.
//!
//! ```text
//! r = σ(x·W_xr + b_xr + h·W_hr + b_hr)         z the same with its own weights
//! q = h·W_hn + b_hn
//! n = tanh(x·W_xn + b_xn + r ⊙ q)              h' = (1 − z) ⊙ n + z ⊙ h
//!
//! dn = dh' ⊙ (1 − z)    dz = dh' ⊙ (h − n)    ds_n = dn ⊙ (1 − n²)    dr = ds_n ⊙ q
//! ds_r = dr ⊙ r(1 − r)    ds_z = dz ⊙ z(1 − z)    dq = ds_n ⊙ r
//! dx = (ds_r, ds_z, ds_n)·W_xᵀ    dh = (ds_r, ds_z, dq)·W_hᵀ + dh' ⊙ z
//! dW_x = xᵀ·(ds_r, ds_z, ds_n)    dW_h = hᵀ·(ds_r, ds_z, dq)    the biases: their sums over rows
//! ```
//!
//! So there are four blocks of sums, r, z, n and q: W_x adds to the first three, W_h to all but n. A step
//! keeps r, z, n and q.

use super::recurrent::{Weights, sequence, step};
use crate::kernels::math::{sigmoid, tanh};
use crate::kernels::recurrent::{Cell, Seen, blocks, blocks_mut};
use crate::rnn::{Reading, Run, State};
use crate::tape::Var;
use std::ops::Range;

pub(crate) struct GruCell;

impl<'t> Var<'t> {
    /// One step of a GRU: from the input `[N, C]` and the state `h`, `[N, H]`, the next state. `w_x` is
    /// `[C, 3H]`, `w_h` `[H, 3H]`, `b_x` and `b_h` `[3H]`, with the blocks in PyTorch's order: reset,
    /// update, new. Two biases, because the reset gate scales one of them and not the other.
    ///
    /// r, z = σ(…), n = tanh(x·W_xn + b_xn + r ⊙ (h·W_hn + b_hn)), h' = (1 − z) ⊙ n + z ⊙ h (Cho et al.,
    /// 2014, in the variant of cuDNN and PyTorch).
    ///
    /// # Panics
    /// If the sizes do not fit; the message says which.
    #[track_caller]
    pub fn gru_cell(
        self,
        h: Var<'t>,
        w_x: Var<'t>,
        w_h: Var<'t>,
        b_x: Var<'t>,
        b_h: Var<'t>,
    ) -> Var<'t> {
        let start = State {
            hidden: h,
            cell: None,
        };
        step::<GruCell>(self, start, Weights::new(w_x, w_h, b_x, Some(b_h))).hidden
    }

    /// A GRU over whole sequences `[N, T, C]`; the weights are those of
    /// [`gru_cell`](Self::gru_cell). The state is 0 at the start unless `start`, `[N, H]`, says
    /// otherwise. The same as T cells one after another, but quicker.
    ///
    /// # Panics
    /// If the sizes do not fit, or a length is larger than T; the message says which.
    #[track_caller]
    pub fn gru(
        self,
        start: Option<Var<'t>>,
        w_x: Var<'t>,
        w_h: Var<'t>,
        b_x: Var<'t>,
        b_h: Var<'t>,
        reading: Reading<'_>,
    ) -> Run<'t> {
        let start = start.map(|hidden| State { hidden, cell: None });
        let weights = Weights::new(w_x, w_h, b_x, Some(b_h));
        sequence::<GruCell>(self, start, weights, reading)
    }
}

impl Cell for GruCell {
    const NAME: &'static str = "gru";
    const SUMS: usize = 4;
    const GATES: usize = 3;
    const FROM_STATE: [(Range<usize>, usize); 2] = [(0..2, 0), (2..3, 3)];
    const SAVED: usize = 4;
    const HAS_CELL: bool = false;

    // ANCHOR: forward
    fn forward(sums: &mut [f32], h: &mut [f32], _c: &mut [f32], saved: &mut [f32]) {
        let hidden = h.len();
        let [r, z, n, q] = blocks(sums, hidden);
        let [save_r, save_z, save_n, save_q] = blocks_mut(saved, hidden);
        for j in 0..hidden {
            let (r, z) = (sigmoid(r[j]), sigmoid(z[j]));
            let n = tanh(n[j] + r * q[j]);
            h[j] = (1.0 - z) * n + z * h[j];
            (save_r[j], save_z[j], save_n[j], save_q[j]) = (r, z, n, q[j]);
        }
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(seen: Seen<'_>, dh: &mut [f32], _dc: &mut [f32], dsums: &mut [f32]) {
        let hidden = dh.len();
        let [r, z, n, q] = blocks(seen.saved, hidden);
        let [ds_r, ds_z, ds_n, dq] = blocks_mut(dsums, hidden);
        let before = &seen.before[..hidden];
        for j in 0..hidden {
            let (r, z, n) = (r[j], z[j], n[j]);
            let d = dh[j] * (1.0 - z) * (1.0 - n * n);
            ds_n[j] = d;
            dq[j] = d * r;
            ds_r[j] = d * q[j] * r * (1.0 - r);
            ds_z[j] = dh[j] * (before[j] - n) * z * (1.0 - z);
            dh[j] *= z;
        }
    }
    // ANCHOR_END: backward
}
