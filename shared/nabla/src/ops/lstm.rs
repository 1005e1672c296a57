//! The LSTM: a cell c that is added to, not multiplied through, and gates that say what goes in, what
//! stays and what is shown (Hochreiter and Schmidhuber, 1997; the forget gate by Gers, Schmidhuber
//! and Cummins, 2000).
//!
//! ```text
//! s = x·W_x + h·W_h + b          four blocks of H columns, in PyTorch's order
//! i = σ(s_i)   f = σ(s_f)   g = tanh(s_g)   o = σ(s_o)
//! c' = f ⊙ c + i ⊙ g             h' = o ⊙ tanh(c')
//!
//! do = dh' ⊙ tanh(c')            dc' += dh' ⊙ o ⊙ (1 − tanh²(c'))
//! di = dc' ⊙ g    df = dc' ⊙ c    dg = dc' ⊙ i    dc = dc' ⊙ f
//! ds_i = di ⊙ i(1 − i)    ds_f = df ⊙ f(1 − f)    ds_g = dg ⊙ (1 − g²)    ds_o = do ⊙ o(1 − o)
//! dx = ds·W_xᵀ    dh = ds·W_hᵀ    dW_x = xᵀ·ds    dW_h = hᵀ·ds    db = Σ_rows ds
//! ```
//!
//! A step keeps i, f, g, o and c: c' is made again from them.

use super::recurrent::{Weights, sequence, step};
use crate::kernels::math::{sigmoid, tanh};
use crate::kernels::recurrent::{Cell, Seen, blocks, blocks_mut};
use crate::rnn::{Reading, Run, State};
use crate::tape::Var;
use std::ops::Range;

pub(crate) struct LstmCell;

impl<'t> Var<'t> {
    /// One step of an LSTM: from the input `[N, C]` and the state `(h, c)`, each `[N, H]`, the next
    /// state. `w_x` is `[C, 4H]`, `w_h` `[H, 4H]`, `b` `[4H]`, with the blocks of the gates in
    /// PyTorch's order: input, forget, candidate, output.
    ///
    /// i, f, o = σ(…), g = tanh(…), c' = f ⊙ c + i ⊙ g, h' = o ⊙ tanh(c') (Hochreiter and Schmidhuber,
    /// 1997; Gers, Schmidhuber and Cummins, 2000).
    ///
    /// # Panics
    /// If the sizes do not fit; the message says which.
    #[track_caller]
    pub fn lstm_cell(
        self,
        (h, c): (Var<'t>, Var<'t>),
        w_x: Var<'t>,
        w_h: Var<'t>,
        b: Var<'t>,
    ) -> (Var<'t>, Var<'t>) {
        let start = State {
            hidden: h,
            cell: Some(c),
        };
        let weights = Weights::new(w_x, w_h, b, None);
        let state = step::<LstmCell>(self, start, weights);
        (state.hidden, state.cell.expect("an LSTM has a cell"))
    }

    /// An LSTM over whole sequences `[N, T, C]`; the weights are those of
    /// [`lstm_cell`](Self::lstm_cell). The state is 0 at the start unless `start` says otherwise. The
    /// same as T cells one after another, but quicker.
    ///
    /// # Panics
    /// If the sizes do not fit, or a length is larger than T; the message says which.
    #[track_caller]
    pub fn lstm(
        self,
        start: Option<(Var<'t>, Var<'t>)>,
        w_x: Var<'t>,
        w_h: Var<'t>,
        b: Var<'t>,
        reading: Reading<'_>,
    ) -> Run<'t> {
        let start = start.map(|(hidden, cell)| State {
            hidden,
            cell: Some(cell),
        });
        sequence::<LstmCell>(self, start, Weights::new(w_x, w_h, b, None), reading)
    }
}

impl Cell for LstmCell {
    const NAME: &'static str = "lstm";
    const SUMS: usize = 4;
    const GATES: usize = 4;
    const FROM_STATE: [(Range<usize>, usize); 2] = [(0..4, 0), (4..4, 4)];
    const SAVED: usize = 5;
    const HAS_CELL: bool = true;

    // ANCHOR: forward
    fn forward(sums: &mut [f32], h: &mut [f32], c: &mut [f32], saved: &mut [f32]) {
        let n = h.len();
        let [i, f, g, o] = blocks(sums, n);
        let [save_i, save_f, save_g, save_o, before] = blocks_mut(saved, n);
        let c = &mut c[..n];
        before.copy_from_slice(c);
        for j in 0..n {
            let (i, f, g, o) = (sigmoid(i[j]), sigmoid(f[j]), tanh(g[j]), sigmoid(o[j]));
            c[j] = f * c[j] + i * g;
            h[j] = o * tanh(c[j]);
            (save_i[j], save_f[j], save_g[j], save_o[j]) = (i, f, g, o);
        }
    }
    // ANCHOR_END: forward

    // ANCHOR: backward
    fn backward(seen: Seen<'_>, dh: &mut [f32], dc: &mut [f32], dsums: &mut [f32]) {
        let n = dh.len();
        let [i, f, g, o, c] = blocks(seen.saved, n);
        let [ds_i, ds_f, ds_g, ds_o] = blocks_mut(dsums, n);
        let dc = &mut dc[..n];
        for j in 0..n {
            let (i, f, g, o, c) = (i[j], f[j], g[j], o[j], c[j]);
            let shown = tanh(f * c + i * g);
            let d = dc[j] + dh[j] * o * (1.0 - shown * shown);
            ds_i[j] = d * g * i * (1.0 - i);
            ds_f[j] = d * c * f * (1.0 - f);
            ds_g[j] = d * i * (1.0 - g * g);
            ds_o[j] = dh[j] * shown * o * (1.0 - o);
            dc[j] = d * f;
            dh[j] = 0.0; // All of it went through the sums.
        }
    }
    // ANCHOR_END: backward
}
