//! Chapter 15: a machine that fills in bars and stripes.

mod stripes;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[stripes::ENTRY];
