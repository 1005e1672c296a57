//! Chapter 8: recurrent networks.

mod reach;
mod typing;
pub mod weights;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[reach::ENTRY, typing::ENTRY];
