//! The GPT that two figures look at, as `assets/gpt.bin` keeps it: `examples/gpt.rs` made it.

use lab13::gpt::{Gpt, eight::from_bytes};
use nabla::{Tape, Tokens};

/// What it needs for a letter of the paragraphs that nothing was learned from and nothing chosen by.
pub const BITS: &str = "2.20";

/// The model; none if the file cannot be read.
pub fn stored() -> Option<Gpt> {
    from_bytes(include_bytes!("../../assets/gpt.bin")).ok()
}

/// The logits of the letter after these, of which as many are read as the model has places.
pub fn after(model: &Gpt, letters: &[u32]) -> Vec<f32> {
    let sizes = model.sizes();
    let seen = &letters[letters.len().saturating_sub(sizes.context)..];
    let tape = Tape::new();
    let tokens = Tokens::new(seen, [1, seen.len()], sizes.letters);
    let logits = model.forward(&tape, &tokens).value();
    logits.data()[(seen.len() - 1) * sizes.letters..].to_vec()
}
