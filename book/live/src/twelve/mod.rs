//! Chapter 12: which sentences a beam keeps.

mod beam;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[beam::ENTRY];
