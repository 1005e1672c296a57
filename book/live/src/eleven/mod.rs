//! Chapter 11: deeper networks.

mod depth;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[depth::ENTRY];
