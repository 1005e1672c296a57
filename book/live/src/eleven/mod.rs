//! Chapter 11: deeper networks, and what is borrowed from them.

mod block;
mod depth;
mod occlude;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[block::ENTRY, depth::ENTRY, occlude::ENTRY];
