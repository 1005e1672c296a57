//! Chapter 13: attention by hand, attention of a small GPT, and what it writes.

mod looking;
mod sheet;
pub mod stored;
mod writing;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[sheet::ENTRY, looking::ENTRY, writing::ENTRY];
