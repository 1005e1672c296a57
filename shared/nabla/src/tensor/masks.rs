//! Masks for attention: what is added to the scores before [`softmax_masked`](crate::Var::softmax_masked), 0 where a
//! place may be looked at and −∞ where it must not.

use super::Tensor;

/// Nothing that is added to it comes back from there.
const HIDDEN: f32 = f32::NEG_INFINITY;

impl Tensor {
    /// `[t, t]`: place i looks at places 0 to i, not at what comes after it (Vaswani et al., 2017).
    pub fn causal_mask(t: usize) -> Self {
        let mut mask = Tensor::zeros([t, t]);
        for (i, row) in mask.data_mut().chunks_exact_mut(t.max(1)).enumerate() {
            row[i + 1..].fill(HIDDEN);
        }
        mask
    }

    /// `[N, 1, 1, t]`: of each of N sequences the places below its length, for scores `[N, heads, t, t]`. For scores
    /// of fewer axes, reshape it.
    ///
    /// # Panics
    /// If a length is greater than `t`.
    #[track_caller]
    pub fn padding_mask(lengths: &[usize], t: usize) -> Self {
        if let Some(n) = lengths.iter().find(|&&n| n > t) {
            panic!("padding_mask: a sequence of {n} places does not fit into {t}");
        }
        let mut mask = Tensor::zeros([lengths.len(), 1, 1, t]);
        for (row, &n) in mask.data_mut().chunks_exact_mut(t.max(1)).zip(lengths) {
            row[n..].fill(HIDDEN);
        }
        mask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hides_what_comes_after() {
        const NO: f32 = HIDDEN;
        let causal = [0.0, NO, NO, 0.0, 0.0, NO, 0.0, 0.0, 0.0];
        assert_eq!(Tensor::causal_mask(3).data(), causal);
        let padding = Tensor::padding_mask(&[2, 0, 3], 3);
        assert_eq!(padding.dims(), [3, 1, 1, 3]);
        assert_eq!(padding.data(), [0.0, 0.0, NO, NO, NO, NO, 0.0, 0.0, 0.0]);
        assert!(Tensor::padding_mask(&[0, 0], 0).is_empty() && Tensor::causal_mask(0).is_empty());
    }

    #[test]
    #[should_panic(expected = "a sequence of 4 places does not fit into 3")]
    fn a_length_beyond_the_end_is_refused() {
        Tensor::padding_mask(&[2, 4], 3);
    }
}
