//! Chapter 15: a machine that fills in bars and stripes, and a flame that is forecast.

mod stripes;
mod waves;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[stripes::ENTRY, waves::ENTRY];
