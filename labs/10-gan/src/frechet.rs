//! A distance between two sets of pictures: that between two bells that have their means and spreads.

use nabla::Tensor;
use nalgebra::{DMatrix, DVector};

// ANCHOR: frechet
/// The Fréchet distance, squared, of two sets of points, `[N, D]` and `[M, D]`: Wasserstein's distance, squared, of the normal
/// distributions with their means μ and covariances Σ (Dowson and Landau, 1982),
///
/// |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2·(Σ₁^½ Σ₂ Σ₁^½)^½).
///
/// On features of a network that reads pictures this is the FID (Heusel and others, 2017). It grows as the sets get
/// smaller: compare sets of one size alone.
///
/// # Panics
/// If a set has fewer than two points.
pub fn frechet(one: &Tensor, other: &Tensor) -> f64 {
    let ((m1, c1), (m2, c2)) = (moments(one), moments(other));
    let root = square_root(&c1);
    let both = square_root(&(&root * &c2 * &root));
    (m1 - m2).norm_squared() + c1.trace() + c2.trace() - 2.0 * both.trace()
}
// ANCHOR_END: frechet

/// Mean and covariance of points, `[N, D]`.
fn moments(points: &Tensor) -> (DVector<f64>, DMatrix<f64>) {
    let (count, width) = points.shape().as_rows();
    assert!(count > 1, "{count} points have no spread; give two or more");
    let numbers = points.data().iter().map(|&x| f64::from(x));
    let mut points = DMatrix::from_row_iterator(count, width, numbers);
    let mean = points.row_mean();
    for mut row in points.row_iter_mut() {
        row -= &mean;
    }
    let covariance = points.tr_mul(&points) / (count - 1) as f64;
    (mean.transpose(), covariance)
}

/// The matrix whose square is this one, which is symmetric and nowhere negative but for rounding.
fn square_root(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let parts = ((matrix + matrix.transpose()) / 2.0).symmetric_eigen();
    let roots = parts.eigenvalues.map(|value| value.max(0.0).sqrt());
    &parts.eigenvectors * DMatrix::from_diagonal(&roots) * parts.eigenvectors.transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::latent::noise;

    fn close(got: f64, want: f64) {
        assert!(
            (got - want).abs() < 1e-5 * want.max(1.0),
            "{got}, not {want}"
        );
    }

    /// Along one axis it is (μ₁ − μ₂)² + (σ₁ − σ₂)².
    #[test]
    fn one_axis_by_hand() {
        let one = Tensor::from_vec(vec![-1.0, 0.0, 1.0], [3, 1]); // μ = 0, σ = 1
        let other = Tensor::from_vec(vec![2.0, 5.0, 8.0], [3, 1]); // μ = 5, σ = 3
        close(frechet(&one, &other), 25.0 + 4.0);
        close(frechet(&other, &one), 29.0);
    }

    /// Moved, a set is as far away as it was moved; turned round, both sets are as far apart as before.
    #[test]
    fn moving_and_turning() {
        let a = noise(40, 3, &mut nabla::rng(1));
        let moved: Vec<f32> = a
            .data()
            .chunks_exact(3)
            .flat_map(|p| [p[0] + 2.0, p[1], p[2] - 1.0])
            .collect();
        close(frechet(&a, &a), 0.0);
        close(frechet(&a, &Tensor::from_vec(moved, [40, 3])), 5.0);
        let b = Tensor::from_vec(
            noise(30, 3, &mut nabla::rng(2))
                .data()
                .iter()
                .map(|x| 1.5 * x)
                .collect(),
            [30, 3],
        );
        let turn = |points: &Tensor| {
            let (sin, cos) = 0.7_f32.sin_cos();
            let turned = points
                .data()
                .chunks_exact(3)
                .flat_map(|p| [cos * p[0] - sin * p[1], sin * p[0] + cos * p[1], p[2]]);
            Tensor::from_vec(turned.collect(), points.shape())
        };
        let apart = frechet(&a, &b);
        assert!(apart > 0.1, "{apart}");
        close(frechet(&turn(&a), &turn(&b)), apart);
    }

    /// NumPy's value (`tests/reference/frechet.py`).
    #[test]
    fn covariances_that_lean_differently() {
        let one = Tensor::from_vec(vec![0.0, 0.0, 2.0, 1.0, 1.0, 3.0, -1.0, 2.0], [4, 2]);
        let other = Tensor::from_vec(vec![1.0, 0.0, 0.0, 2.0, 3.0, -1.0, 2.0, 1.5], [4, 2]);
        close(frechet(&one, &other), FROM_NUMPY);
    }

    const FROM_NUMPY: f64 = 2.289579935237952;
}
