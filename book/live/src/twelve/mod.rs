//! Chapter 12: which boxes are kept, and which sentences.

mod beam;
mod keep;
mod stored;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[keep::ENTRY, beam::ENTRY];
