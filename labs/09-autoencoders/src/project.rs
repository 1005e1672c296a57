//! Random projection: throw the data onto a few random directions and see what survives.

use nabla::Rng;
use nalgebra::DMatrix;
use rand_distr::{Distribution, StandardNormal};

// ANCHOR: random
/// `[inputs, outputs]` numbers from a normal distribution with variance 1/outputs: then a squared length is, on average over such
/// matrices, what it was.
pub fn random_projection(inputs: usize, outputs: usize, rng: &mut Rng) -> DMatrix<f64> {
    let scale = 1.0 / (outputs as f64).sqrt();
    DMatrix::from_fn(inputs, outputs, |_, _| {
        let epsilon: f64 = StandardNormal.sample(rng);
        scale * epsilon
    })
}
// ANCHOR_END: random

/// |a − b|².
pub fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// Squared distances of all pairs of rows of `after`, each as a fraction of what it is in `before`. Pairs at the same place are left out.
///
/// # Panics
/// If the matrices have different numbers of rows.
pub fn squared_ratios(before: &DMatrix<f64>, after: &DMatrix<f64>) -> Vec<f64> {
    assert_eq!(
        before.nrows(),
        after.nrows(),
        "squared_ratios: two different numbers of rows"
    );
    // Columns lie together in memory, so rows become columns.
    let (before, after) = (before.transpose(), after.transpose());
    let squared = |m: &DMatrix<f64>, i, j| {
        let columns = m.as_slice();
        let column = |i| &columns[i * m.nrows()..][..m.nrows()];
        squared_distance(column(i), column(j))
    };
    let mut ratios = Vec::new();
    for i in 0..before.ncols() {
        for j in 0..i {
            let was = squared(&before, i, j);
            if was > 0.0 {
                ratios.push(squared(&after, i, j) / was);
            }
        }
    }
    ratios
}
