//! Chapter 14.

mod four;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[four::ENTRY];
