//! Examples that do not count alike.

use super::Shares;
use crate::tape::Var;
use crate::{Labels, Tensor};

impl<'t> Var<'t> {
    // ANCHOR: weighted
    /// The same where examples do not count alike: Σ wᵢ·ℓᵢ / Σ wᵢ, with ℓᵢ the loss of row i. PyTorch's
    /// `weight=` divides in the same way. Weights may be negative; one that is 0 counts nothing, however large
    /// the loss.
    ///
    /// # Panics
    /// If there is not one weight an example, one of them is not finite, or they add up to 0; and as
    /// [`softmax_cross_entropy`](Self::softmax_cross_entropy).
    #[track_caller]
    pub fn weighted_softmax_cross_entropy(self, labels: &Labels, weights: &[f32]) -> Var<'t> {
        let shares = shares(labels, weights).to(&self.value().device());
        self.classified(labels, Shares::Own(shares))
    }
    // ANCHOR_END: weighted
}

/// wᵢ/Σw, of the rows that count.
#[track_caller]
fn shares(labels: &Labels, weights: &[f32]) -> Tensor {
    let ids = labels.as_slice();
    let weight = |(w, id): (&f32, &u32)| match *id {
        Labels::IGNORED => 0.0,
        _ => f64::from(*w),
    };
    let total: f64 = weights.iter().zip(ids).map(weight).sum();
    assert!(
        weights.len() == ids.len()
            && weights.iter().all(|w| w.is_finite())
            && (total != 0.0 || labels.counted() == 0),
        "weighted_softmax_cross_entropy: {} labels need as many weights, all finite, that do not add up to 0; they are {weights:?}",
        labels.len(),
    );
    let total = if labels.counted() == 0 { 1.0 } else { total };
    let mut shares = Tensor::scratch([ids.len()]);
    let places = shares.data_mut().iter_mut();
    for (share, pair) in places.zip(weights.iter().zip(ids)) {
        *share = (weight(pair) / total) as f32;
    }
    shares
}
