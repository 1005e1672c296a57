//! Chapter 9: autoencoders.

mod bound;
mod map;
pub mod maps;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[bound::ENTRY, map::ENTRY];
