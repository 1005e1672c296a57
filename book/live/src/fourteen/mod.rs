//! Chapter 14: a grid world.

mod grid;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[grid::ENTRY];
