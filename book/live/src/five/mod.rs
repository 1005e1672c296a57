//! Chapter 5: a digit, its ten logits, and what each of them is made of.

mod digit;
mod reader;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[digit::ENTRY];
