//! The product on a graphics card.

use crate::Tensor;
use crate::gpu::{Gpu, Kernel};
use crate::sparse::Rows;

static PRODUCT: Kernel = Kernel::new("product", include_str!("sparse_matmul.wgsl"));

pub(super) fn product(gpu: &Gpu, a: &Rows, x: &Tensor, width: usize) -> Tensor {
    let [starts, columns, values] = a.on(gpu);
    let mut y = gpu.scratch([a.count(), width]);
    let size = a.count() * width;
    gpu.launch(&PRODUCT)
        .numbers([size, width])
        .read_block(&starts)
        .read_block(&columns)
        .read_block(&values)
        .read(x)
        .write(&mut y)
        .threads(size);
    y
}
