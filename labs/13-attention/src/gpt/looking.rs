//! Where a GPT looks.

use super::Gpt;
use crate::block::Block;
use crate::solutions::{causal_mask, softmax_rows};
use crate::three::{dot, masked};
use nabla::{Heads, Module, Tape, Tokens};

// ANCHOR: looks
/// How much each of these letters looks at each, `[T, T]`, in one head of one block. The operation that a GPT is trained with never
/// holds these numbers; here they are made once more.
///
/// # Panics
/// If there are more letters than the context has, or no such block or head.
pub fn looks(model: &Gpt, letters: &[u32], block: usize, head: usize) -> Vec<Vec<f64>> {
    let sizes = model.sizes();
    let (tape, heads) = (Tape::new(), Heads::new(sizes.heads).causal());
    let tokens = Tokens::new(letters, [1, letters.len()], sizes.letters);
    let below = model.blocks[..block].iter();
    let step = |x, block: &Block| block.forward(&tape, x, heads);
    let x = below.fold(model.placed(&tape, &tokens, 0), step);
    let block = &model.blocks[block];
    let asked = block.look.forward(&tape, block.norm.forward(&tape, x));
    let width = sizes.width / sizes.heads;
    // Queries stand before keys, and a head's numbers side by side.
    let rows = |from: usize| -> Vec<Vec<f64>> {
        let from = from + head * width;
        let part = asked.slice(2, from..from + width).value();
        let rows = part.data().chunks_exact(width);
        rows.map(|row| row.iter().map(|&x| f64::from(x)).collect())
            .collect()
    };
    let (queries, keys) = (rows(0), rows(sizes.width));
    let score = |q: &[f64], k: &[f64]| dot(q, k) / (width as f64).sqrt();
    let scores = queries
        .iter()
        .map(|q| keys.iter().map(|k| score(q, k)).collect());
    let mask = causal_mask(letters.len(), letters.len());
    softmax_rows(&masked(scores.collect(), &mask))
}
// ANCHOR_END: looks
