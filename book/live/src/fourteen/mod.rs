//! Chapter 14.

mod balance;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[balance::ENTRY];
