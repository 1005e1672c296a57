//! Chapter 7: dropout and batch normalisation.

mod masks;
mod thinned;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[masks::ENTRY];
