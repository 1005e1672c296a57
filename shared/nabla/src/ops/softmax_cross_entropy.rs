//! Softmax and cross-entropy in one: the loss of a classifier, straight from its logits.
//!
//! ```text
//! x [N, C], label t_i and share s_i of row i
//! ℓ_i = ln Σ_k e^(x_ik) − x_i,t_i = (m_i − x_i,t_i) + ln Σ_k e^(x_ik − m_i)      m_i the row's largest
//! L = Σ_i s_i·ℓ_i
//! dx_ij = s_i·(p_ij − [j = t_i])            probabilities minus the truth: nothing simpler exists
//! ```
//!
//! The shares are 1/N, or wᵢ/Σw for rows that do not count alike. A row whose label is ignored has none.

mod gpu;
mod weighted;

use super::Backward;
use super::softmax::softmax;
use crate::kernels::math::times;
use crate::kernels::threads::{for_each_part, rows_in_chunk, whole_rows};
use crate::tape::{Grads, Id, Values, Var};
use crate::{Labels, Tensor};

pub(crate) struct SoftmaxCrossEntropy {
    x: Id,
    probabilities: Tensor,
    labels: Labels,
    shares: Shares,
}

/// What becomes of the losses of the rows.
enum Shares {
    /// Their mean.
    Equal,
    /// Their sum with these shares, `[N]`.
    Own(Tensor),
    /// Each is a result by itself.
    Each,
}

impl<'t> Var<'t> {
    /// The mean cross-entropy, in nats, of logits `[N, C]` against N labels; or of logits `[N, H, W, C]` against
    /// N·H·W, row after row of picture after picture.
    ///
    /// Labels that are [ignored](Labels::ignoring) do not count. If none is left the loss is 0, and so is its
    /// gradient: there was nothing to learn, and the model stays as it is. (PyTorch's `ignore_index` gives NaN.)
    ///
    /// # Panics
    /// If there is not one label a row, or not one column a class, or no row at all.
    // ANCHOR: forward
    #[track_caller]
    pub fn softmax_cross_entropy(self, labels: &Labels) -> Var<'t> {
        self.classified(labels, Shares::Equal)
    }

    /// The cross-entropy of each row by itself: `[N]` of logits `[N, C]`, `[N, H, W]` of `[N, H, W, C]`; 0 where
    /// the label is ignored. Multiply it by what each row is worth, of any sign: the gradient of
    /// `(logits.softmax_cross_entropy_each(&actions) * advantages).mean()` is a policy gradient.
    ///
    /// # Panics
    /// As [`softmax_cross_entropy`](Self::softmax_cross_entropy).
    #[track_caller]
    pub fn softmax_cross_entropy_each(self, labels: &Labels) -> Var<'t> {
        self.classified(labels, Shares::Each)
    }

    #[track_caller]
    fn classified(self, labels: &Labels, shares: Shares) -> Var<'t> {
        let x = self.value();
        check(&x, labels);
        let (probabilities, loss) = forward(&x, labels, &shares);
        let op = SoftmaxCrossEntropy {
            x: self.id,
            probabilities,
            labels: labels.clone(),
            shares,
        };
        self.tape.record(loss, &[self.id], op)
    }
}

/// The probabilities and the loss, or losses.
fn forward(x: &Tensor, labels: &Labels, shares: &Shares) -> (Tensor, Tensor) {
    if let Some(gpu) = x.gpu() {
        return gpu::forward(gpu, x, labels, shares);
    }
    let (probabilities, [maxima, logs]) = softmax(x, None);
    let rows = x.data().chunks_exact(labels.classes());
    // Next to logits in the hundreds, the logarithm would be rounded away: they are subtracted
    // from each other first.
    let of_rows = rows
        .zip(maxima.data())
        .zip(logs.data())
        .zip(labels.as_slice())
        .map(|(((x, max), log), &label)| match label {
            Labels::IGNORED => 0.0,
            _ => f64::from(max - x[label as usize]) + f64::from(*log),
        });
    let loss = match shares {
        Shares::Equal => of_rows.sum::<f64>() / labels.counted().max(1) as f64,
        Shares::Own(shares) => of_rows
            .zip(shares.data())
            .map(|(loss, share)| f64::from(times(*share, loss as f32)))
            .sum(),
        Shares::Each => {
            let mut losses = Tensor::scratch(x.shape().without_axis(x.shape().rank() - 1));
            for (place, loss) in losses.data_mut().iter_mut().zip(of_rows) {
                *place = loss as f32;
            }
            return (probabilities, losses);
        }
    };
    (probabilities, Tensor::scalar(loss as f32))
}
// ANCHOR_END: forward

#[track_caller]
fn check(x: &Tensor, labels: &Labels) {
    let (rows, columns) = x.shape().as_rows();
    assert!(
        x.shape().rank() >= 2
            && (rows, columns) == (labels.len(), labels.classes())
            && !labels.is_empty(),
        "softmax_cross_entropy: {} labels of {} classes need logits [{}, {}], they are {}; further axes before the last are rows too",
        labels.len(),
        labels.classes(),
        labels.len(),
        labels.classes(),
        x.shape()
    );
}

impl Backward for SoftmaxCrossEntropy {
    // ANCHOR: backward
    fn backward(&self, _y: &Tensor, dy: Tensor, _values: Values, grads: &mut Grads) {
        if let Some(gpu) = dy.gpu() {
            return grads.add(self.x, gpu::backward(gpu, self, &dy));
        }
        let (dy, counted) = (dy.data(), self.labels.counted() as f32);
        let share = |row: usize| match &self.shares {
            Shares::Equal => dy[0] / counted,
            Shares::Own(shares) => dy[0] * shares.data()[row],
            Shares::Each => dy[row],
        };
        let columns = self.labels.classes();
        let together = rows_in_chunk(columns);
        let mut dx = self.probabilities.clone();
        for_each_part([dx.data_mut()], [whole_rows(columns)], |i, [dx]| {
            let rows = (i * together..).zip(dx.chunks_exact_mut(columns));
            for (row, dx) in rows {
                match self.labels.as_slice()[row] {
                    Labels::IGNORED => dx.fill(0.0),
                    label => {
                        let share = share(row);
                        dx[label as usize] -= 1.0;
                        dx.iter_mut().for_each(|dx| *dx *= share);
                    }
                }
            }
        });
        grads.add(self.x, dx);
    }
    // ANCHOR_END: backward
}

#[cfg(test)]
mod tests;
