//! Chapter 9: autoencoders.

mod bound;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[bound::ENTRY];
