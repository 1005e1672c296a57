//! A dense layer on a graphics card: one kernel forward, bias and activation included.

use super::super::matmul::gpu::{Finish, Matrix, multiply};
use super::super::reduce;
use super::Linear;
use crate::gpu::Gpu;
use crate::tape::Grads;
use crate::{Activation, Tensor};

pub(super) fn forward(
    gpu: &Gpu,
    x: &Tensor,
    weight: &Tensor,
    bias: Option<&Tensor>,
    activation: Activation,
) -> Tensor {
    let (n, inputs) = x.shape().as_rows();
    let outputs = weight.shape().last();
    multiply(
        gpu,
        Matrix::new(x, n, inputs),
        Matrix::new(weight, inputs, outputs),
        x.shape().with_axis(x.shape().rank() - 1, outputs),
        Some(Finish { bias, activation }),
    )
}

/// The rules of `linear.rs`.
pub(super) fn backward(
    gpu: &Gpu,
    op: &Linear,
    [x, weight, y]: [&Tensor; 3],
    dy: Tensor,
    grads: &mut Grads,
) {
    let (n, inputs) = x.shape().as_rows();
    let outputs = y.shape().last();
    let ds = op.activation.backward_on(gpu, y, dy);
    if let Some(bias) = op.bias
        && grads.wants(bias)
    {
        let db = reduce::gpu::sum_middle(gpu, &ds, [1, n, outputs], 1.0);
        grads.add(bias, db.reshape([outputs]));
    }
    let ds = Matrix::new(&ds, n, outputs);
    if grads.wants(op.weight) {
        let x = Matrix::new(x, n, inputs);
        grads.add(op.weight, multiply(gpu, x.t(), ds, [inputs, outputs], None));
    }
    if grads.wants(op.x) {
        let weight = Matrix::new(weight, inputs, outputs);
        grads.add(op.x, multiply(gpu, ds, weight.t(), x.shape(), None));
    }
}
