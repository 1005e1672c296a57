//! The plain versions: three loops and no tricks. They say what the fast kernels must compute.

use crate::Tensor;

/// Matrix product `[m, k] · [k, n] → [m, n]`, c_ij = Σ_p a_ip · b_pj, straight from the formula.
///
/// # Panics
/// If the operands are not matrices, or their inner sizes differ.
#[track_caller]
pub fn matmul(a: &Tensor, b: &Tensor) -> Tensor {
    let (&[m, k], &[k_b, n]) = (a.dims(), b.dims()) else {
        panic!(
            "matmul: {} and {} are not both matrices",
            a.shape(),
            b.shape()
        );
    };
    assert_eq!(
        k,
        k_b,
        "matmul: inner sizes of {} and {} differ",
        a.shape(),
        b.shape()
    );
    let mut c = Tensor::zeros([m, n]);
    for i in 0..m {
        for j in 0..n {
            for p in 0..k {
                c.data_mut()[i * n + j] += a.data()[i * k + p] * b.data()[p * n + j];
            }
        }
    }
    c
}
