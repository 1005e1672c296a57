//! Chapter 3: backpropagation.

mod net;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[net::ENTRY];
