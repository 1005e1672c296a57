//! Chapter 6: convolution.

mod draw;
pub mod reader;
mod samples;
mod window;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[window::ENTRY, draw::ENTRY];
