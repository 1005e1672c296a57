//! Chapter 14.

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[];
