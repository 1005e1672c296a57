//! Chapter 10: two games between a generator and a discriminator, on a line and on a ring.

mod line;
mod record;
mod ring;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[line::ENTRY, ring::ENTRY];
