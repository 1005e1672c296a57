//! Chapter 2: the forward pass, and a network to play with.

mod drawing;
mod learner;
mod pass;
mod playground;
mod points;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[pass::ENTRY, playground::ENTRY];
