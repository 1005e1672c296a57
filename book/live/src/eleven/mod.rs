//! Chapter 11: deeper.

mod block;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[block::ENTRY];
