//! Chapter 12: the boxes that a detector found, and which of them are kept.

mod keep;
mod stored;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[keep::ENTRY];
