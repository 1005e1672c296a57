//! Broadcasting on a graphics card.

use super::super::{binary, reduce};
use crate::gpu::Gpu;
use crate::{Shape, Tensor};

/// The same numbers repeated to fill `shape`.
pub(super) fn broadcast_to(gpu: &Gpu, x: &Tensor, shape: Shape) -> Tensor {
    binary::gpu::combine(gpu, "a", x, x, shape)
}

/// Adds up `dy` over the axes along which an operand of shape `target` was repeated: neighbouring
/// ones together.
pub(super) fn sum_to(gpu: &Gpu, dy: Tensor, target: Shape) -> Tensor {
    let full = dy.shape();
    if full.size() == 0 || target.size() == 0 {
        return gpu.full(target, 0.0);
    }
    let mut sum = dy;
    // What lies inside the axis looked at, and what is left outside of it.
    let (mut inner, mut outer) = (1, full.size());
    let mut back = 1;
    while back <= full.rank() {
        let is_repeated = |back| target.size_from_end(back) != full.size_from_end(back);
        let mut len = 1;
        let repeated = is_repeated(back);
        while back <= full.rank() && is_repeated(back) == repeated {
            len *= full.size_from_end(back);
            back += 1;
        }
        outer /= len;
        if repeated {
            sum = reduce::gpu::sum_middle(gpu, &sum, [outer, len, inner], 1.0);
        } else {
            inner *= len;
        }
    }
    sum.reshape(target)
}
