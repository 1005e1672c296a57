//! Chapter 4: how far a step may go, and who walks best.

mod descent;
mod ground;
mod race;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[descent::ENTRY, race::ENTRY];
