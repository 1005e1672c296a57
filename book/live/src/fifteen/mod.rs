//! Chapter 15: a machine that fills in bars and stripes, a front of fire that is forecast, and a club that breaks.

mod club;
mod stripes;
pub mod waves;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[stripes::ENTRY, waves::ENTRY, club::ENTRY];
