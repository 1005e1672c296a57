//! Chapter 11: deeper networks.

mod occlude;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[occlude::ENTRY];
