//! Where a GPT looks.

use super::Gpt;
use crate::block::{Block, scores};
use crate::dates::training::rows;
use nabla::{Heads, Tape, Tensor, Tokens};

// ANCHOR: looks
/// How much each of these letters looks at each, `[T, T]`, in one head of one block. The operation that a GPT is trained with never
/// holds these numbers; here they are made once more.
///
/// # Panics
/// If there are more letters than the context has, or no such block or head.
pub fn looks(model: &Gpt, letters: &[u32], block: usize, head: usize) -> Vec<Vec<f64>> {
    let (tape, sizes) = (Tape::new(), model.sizes());
    let heads = Heads::new(sizes.heads).causal();
    let tokens = Tokens::new(letters, [1, letters.len()], sizes.letters);
    let below = model.blocks[..block].iter();
    let step = |x, block: &Block| block.forward(&tape, x, heads);
    let x = below.fold(model.placed(&tape, &tokens, 0), step);
    let [queries, keys, _] = model.blocks[block].asked(&tape, x);
    let mask = tape.constant(Tensor::causal_mask(letters.len()));
    let weights = scores(queries, keys, sizes.heads).softmax_masked(mask);
    rows(weights.select(1, head))
}
// ANCHOR_END: looks
