//! Gradients of parts.

use super::{Grads, Id};
use crate::{Shape, Tensor};

impl Grads {
    /// Hands on the gradient of a part of `id`: the one that begins at place `from` of `axis`. Like
    /// [`add`](Self::add) it *adds*, here to zeros of the shape `whole` if nobody was first. So a
    /// sequence taken apart into T steps gets its gradient in one buffer, not in T.
    pub(crate) fn add_part(
        &mut self,
        id: Id,
        whole: Shape,
        axis: usize,
        from: usize,
        part: &Tensor,
    ) {
        let slot = &mut self.slots[id.0 as usize];
        if !slot.wanted {
            return;
        }
        if let Some(gpu) = part.gpu() {
            let sum = slot.grad.get_or_insert_with(|| gpu.full(whole, 0.0));
            let (_, _, inner) = whole.around(axis);
            return crate::ops::add_part_on(gpu, sum, from * inner, part, axis);
        }
        let sum = slot.grad.get_or_insert_with(|| Tensor::zeros(whole));
        if part.is_empty() {
            return; // Nothing to add, however many lines of nothing there are.
        }
        let (outer, len, inner) = whole.around(axis);
        let (line, width) = (len * inner, part.dims()[axis] * inner);
        for row in 0..outer {
            let to = &mut sum.data_mut()[row * line + from * inner..][..width];
            for (to, part) in to.iter_mut().zip(&part.data()[row * width..]) {
                *to += part;
            }
        }
    }
}
