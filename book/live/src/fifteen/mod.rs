//! Chapter 15.

mod waves;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[waves::ENTRY];
