//! Chapter 15.

mod club;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[club::ENTRY];
