//! Chapter 6: convolution.

mod draw;
pub mod reader;
mod samples;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[draw::ENTRY];
