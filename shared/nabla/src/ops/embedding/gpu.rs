//! Looking up on a graphics card.

use crate::gpu::{Block, Gpu, Kernel};
use crate::{Shape, Tensor, Tokens};

static LOOK_UP: Kernel = Kernel::new("look_up", include_str!("embedding.wgsl"));
static ADD_UP: Kernel = Kernel::new("add_up", include_str!("embedding.wgsl"));

pub(super) fn look_up(
    gpu: &Gpu,
    table: &Tensor,
    tokens: &Tokens,
    width: usize,
    shape: Shape,
) -> Tensor {
    let mut y = gpu.scratch(shape);
    gpu.launch(&LOOK_UP)
        .numbers([y.len(), width])
        .read_block(&tokens.on(gpu))
        .read(table)
        .write(&mut y)
        .threads(shape.size());
    y
}

/// A table of this shape, the sum of those `rows` that name each of its own. Which places name a row is found out by the processor: then
/// no two threads add to the same number, and the order is always the same.
pub(super) fn add_up(
    gpu: &Gpu,
    rows: &Tensor,
    tokens: &Tokens,
    width: usize,
    shape: Shape,
) -> Tensor {
    let (starts, places) = places(tokens);
    let mut table = gpu.scratch(shape);
    gpu.launch(&ADD_UP)
        .numbers([shape.size(), width])
        .read_block(&Block::upload(gpu, &starts))
        .read_block(&Block::upload(gpu, &places))
        .read(rows)
        .write(&mut table)
        .threads(shape.size());
    table
}

/// The places of each entry of the vocabulary, one entry after the other, and where they begin.
fn places(tokens: &Tokens) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0; tokens.vocabulary() + 1];
    for &id in tokens.as_slice() {
        starts[id as usize + 1] += 1;
    }
    for v in 0..tokens.vocabulary() {
        starts[v + 1] += starts[v];
    }
    let mut next = starts.clone();
    let mut places = vec![0; tokens.len()];
    for (place, &id) in (0..).zip(tokens.as_slice()) {
        let at = &mut next[id as usize];
        places[*at as usize] = place;
        *at += 1;
    }
    (starts, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_by_entry() {
        let tokens = Tokens::new(&[2, 0, 2, 4, 2, 0], [2, 3], 5);
        let (starts, places) = places(&tokens);
        assert_eq!(starts, [0, 2, 2, 5, 5, 6]);
        assert_eq!(places, [1, 5, 0, 2, 4, 3]);
    }
}
