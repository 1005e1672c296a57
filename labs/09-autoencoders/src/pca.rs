//! Principal component analysis: the best that a straight map can do.

use nabla::Tensor;
use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// A tensor `[N, D]` as a matrix.
pub fn matrix(tensor: &Tensor) -> DMatrix<f64> {
    let (rows, columns) = tensor.shape().as_rows();
    let numbers = tensor.data().iter().map(|&x| f64::from(x));
    DMatrix::from_row_iterator(rows, columns, numbers)
}

/// A matrix as a tensor, `[N, D]`.
pub fn tensor_of(matrix: &DMatrix<f64>) -> Tensor {
    let numbers: Vec<f32> = matrix.transpose().iter().map(|&x| x as f32).collect();
    Tensor::from_vec(numbers, [matrix.nrows(), matrix.ncols()])
}

// ANCHOR: pca
/// The principal directions of some data.
#[derive(Debug, Clone)]
pub struct Pca {
    /// The mean of each column, `[D]`.
    pub mean: DVector<f64>,
    /// A column a direction, `[D, D]`, of length 1, at right angles to each other; the widest first.
    pub directions: DMatrix<f64>,
    /// The singular values of the centred data, the largest first.
    pub singular: Vec<f64>,
}

impl Pca {
    /// Of the rows of `x`, `[N, D]`, by the singular values of the centred data.
    pub fn by_svd(x: &DMatrix<f64>) -> Self {
        let (mean, centred) = centre(x);
        let svd = centred.svd(false, true); // the largest comes first
        let v_t = svd.v_t.expect("it was asked for");
        Pca {
            mean,
            directions: one_sign(v_t.transpose()),
            singular: svd.singular_values.iter().copied().collect(),
        }
    }
}
// ANCHOR_END: pca

impl Pca {
    /// The same by the eigenvectors of XᵀX, which is `[D, D]` however many rows there are.
    pub fn by_scatter(x: &DMatrix<f64>) -> Self {
        let mean = x.row_mean().transpose();
        let eigen = SymmetricEigen::new(scatter(x, &mean));
        let mut order: Vec<usize> = (0..eigen.eigenvalues.len()).collect();
        order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
        let columns: Vec<_> = order
            .iter()
            .map(|&i| eigen.eigenvectors.column(i))
            .collect();
        Pca {
            mean,
            directions: one_sign(DMatrix::from_columns(&columns)),
            // What is 0 may have become a little less by rounding.
            singular: order
                .iter()
                .map(|&i| eigen.eigenvalues[i].max(0.0).sqrt())
                .collect(),
        }
    }

    /// Whichever way is the faster: for many columns the second.
    pub fn fit(x: &DMatrix<f64>) -> Self {
        match x.ncols() {
            0..=128 => Pca::by_svd(x),
            _ => Pca::by_scatter(x),
        }
    }

    /// The sum of the squared singular values from number `k` on: what `k` directions do not reach.
    pub fn left_out(&self, k: usize) -> f64 {
        self.singular[k..].iter().map(|s| s * s).sum()
    }

    /// The mean squared error per number of the data that it was fitted to, `rows` of them, with `k` directions.
    pub fn error(&self, k: usize, rows: usize) -> f64 {
        self.left_out(k) / (rows * self.mean.len()) as f64
    }

    /// The fraction of all variance that `k` directions explain.
    pub fn explained(&self, k: usize) -> f64 {
        1.0 - self.left_out(k) / self.left_out(0)
    }

    fn means(&self, rows: usize) -> DMatrix<f64> {
        DMatrix::from_fn(rows, self.mean.len(), |_, column| self.mean[column])
    }
}

// ANCHOR: there_and_back
impl Pca {
    /// Where each row lies along the first `k` directions: `[N, D]` becomes `[N, k]`.
    pub fn encode(&self, x: &DMatrix<f64>, k: usize) -> DMatrix<f64> {
        (x - self.means(x.nrows())) * self.directions.columns(0, k)
    }

    /// Back again: `[N, k]` becomes `[N, D]`.
    pub fn decode(&self, z: &DMatrix<f64>) -> DMatrix<f64> {
        z * self.directions.columns(0, z.ncols()).transpose() + self.means(z.nrows())
    }

    /// There and back.
    pub fn reconstruct(&self, x: &DMatrix<f64>, k: usize) -> DMatrix<f64> {
        self.decode(&self.encode(x, k))
    }
}
// ANCHOR_END: there_and_back

/// The means of the columns, and what is left without them.
fn centre(x: &DMatrix<f64>) -> (DVector<f64>, DMatrix<f64>) {
    let mean = x.row_mean().transpose();
    let centred = DMatrix::from_fn(x.nrows(), x.ncols(), |row, column| {
        x[(row, column)] - mean[column]
    });
    (mean, centred)
}

/// XᵀX of the centred rows, some rows at a time.
fn scatter(x: &DMatrix<f64>, mean: &DVector<f64>) -> DMatrix<f64> {
    const AT_A_TIME: usize = 2_000;
    let mut total = DMatrix::zeros(x.ncols(), x.ncols());
    for start in (0..x.nrows()).step_by(AT_A_TIME) {
        let rows = AT_A_TIME.min(x.nrows() - start);
        let centred = DMatrix::from_fn(rows, x.ncols(), |row, column| {
            x[(start + row, column)] - mean[column]
        });
        total += centred.transpose() * &centred;
    }
    total
}

/// A direction and its opposite are equally good. Of the two take the one whose largest number is positive.
fn one_sign(mut directions: DMatrix<f64>) -> DMatrix<f64> {
    for mut column in directions.column_iter_mut() {
        if column[column.iamax()] < 0.0 {
            column.neg_mut();
        }
    }
    directions
}

/// The mean of the squared differences, over all numbers.
///
/// # Panics
/// If the matrices have different shapes.
pub fn mean_squared(a: &DMatrix<f64>, b: &DMatrix<f64>) -> f64 {
    assert_eq!(a.shape(), b.shape(), "mean_squared: two different shapes");
    (a - b).norm_squared() / a.len() as f64
}

// ANCHOR: angles
/// The principal angles between the spaces that the columns of two matrices span, in degrees, the smallest first. If all
/// are 0, one space lies in the other (Björck and Golub, 1973).
pub fn principal_angles(a: &DMatrix<f64>, b: &DMatrix<f64>) -> Vec<f64> {
    let (a, b) = (a.clone().qr().q(), b.clone().qr().q());
    let cosines = a.tr_mul(&b).singular_values();
    cosines
        .iter()
        .map(|c| c.min(1.0).acos().to_degrees())
        .collect()
}
// ANCHOR_END: angles
