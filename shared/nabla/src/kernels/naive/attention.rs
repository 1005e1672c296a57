//! Attention by its formula.

use crate::Tensor;

/// Attention of one head, straight from the formula, with all its scores at once:
/// y_i = Σ_j p_ij · v_j with p_i = softmax_j(q_i·k_j/√d) over the keys that query i may look at, `reaches(n, i)`
/// of them from the first on; 0 where there are none.
///
/// `q` is `[N, T, d]`, `k` and `v` are `[N, S, d]`, the result is `[N, T, d]` (Vaswani et al., 2017).
///
/// # Panics
/// If the sizes do not fit together.
#[track_caller]
pub fn attention(
    q: &Tensor,
    k: &Tensor,
    v: &Tensor,
    reaches: impl Fn(usize, usize) -> usize,
) -> Tensor {
    let (&[examples, queries, width], &[_, keys, _]) = (q.dims(), k.dims()) else {
        panic!(
            "attention: {} and {} are not [N, T, d]",
            q.shape(),
            k.shape()
        );
    };
    let fits = k.dims() == [examples, keys, width] && v.shape() == k.shape();
    assert!(
        fits,
        "attention: {}, {} and {} do not fit",
        q.shape(),
        k.shape(),
        v.shape()
    );
    let mut y = Tensor::zeros(q.shape());
    let row = |of: &Tensor, n: usize, count: usize, i: usize| {
        of.data()[(n * count + i) * width..][..width].to_vec()
    };
    for n in 0..examples {
        let mut scores = vec![vec![f32::NEG_INFINITY; keys]; queries];
        for (i, scores) in scores.iter_mut().enumerate() {
            for (j, score) in scores.iter_mut().enumerate().take(reaches(n, i)) {
                let (q, k) = (row(q, n, queries, i), row(k, n, keys, j));
                let product: f32 = q.iter().zip(&k).map(|(q, k)| q * k).sum();
                *score = product / (width as f32).sqrt();
            }
        }
        for (i, scores) in scores.iter().enumerate() {
            let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            if largest == f32::NEG_INFINITY {
                continue;
            }
            let total: f32 = scores.iter().map(|score| (score - largest).exp()).sum();
            let y = &mut y.data_mut()[(n * queries + i) * width..][..width];
            for (j, score) in scores.iter().enumerate() {
                let p = (score - largest).exp() / total;
                for (y, v) in y.iter_mut().zip(row(v, n, keys, j)) {
                    *y += p * v;
                }
            }
        }
    }
    y
}
