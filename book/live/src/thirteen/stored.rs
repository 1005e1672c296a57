//! The GPT that two figures look at, as `assets/gpt.bin` keeps it: `examples/gpt.rs` made it.

use datasets::text::VOCABULARY;
use lab13::gpt::eight::{Scale, from_bytes};
use lab13::gpt::{Gpt, Sizes};
use nabla::{Tape, Tokens};

/// What it needs for a letter of the paragraphs that nothing was learned from and nothing chosen by.
pub const BITS: &str = "2.13";

/// A byte each makes some 350 KB.
pub const SIZES: Sizes = Sizes {
    letters: VOCABULARY,
    context: 64,
    width: 96,
    heads: 4,
    layers: 3,
};

/// The model of these bytes; none if they are not one.
pub fn unpacked(bytes: &[u8]) -> Option<Gpt> {
    from_bytes(&SIZES, Scale::Row, bytes).ok()
}

/// The model that is kept.
pub fn stored() -> Option<Gpt> {
    unpacked(include_bytes!("../../assets/gpt.bin"))
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
