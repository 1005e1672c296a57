//! Chapter 2: the forward pass, and a network to play with.

mod drawing;
mod learner;
mod playground;
mod points;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[playground::ENTRY];
