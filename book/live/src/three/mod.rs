//! Chapter 3: backpropagation.

mod expression;
mod net;
mod recorded;
mod rule;
mod tape;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[net::ENTRY, tape::ENTRY];
