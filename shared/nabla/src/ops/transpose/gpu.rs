//! The transpose on a graphics card.

use crate::Tensor;
use crate::gpu::{Gpu, Kernel};

static TRANSPOSE: Kernel = Kernel::new("transpose_", include_str!("transpose.wgsl"));

pub(super) fn transposed(gpu: &Gpu, x: &Tensor) -> Tensor {
    let (rows, columns) = x.shape().as_rows();
    let mut y = gpu.scratch([columns, rows]);
    gpu.launch(&TRANSPOSE)
        .numbers([rows, columns])
        .read(x)
        .write(&mut y)
        .groups(rows.div_ceil(32) * columns.div_ceil(32));
    y
}
