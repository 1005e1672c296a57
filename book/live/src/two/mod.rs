//! Chapter 2: the forward pass, and a network to play with.

mod drawing;
mod learner;
mod pass;
mod playground;
mod points;
mod warp;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[pass::ENTRY, warp::ENTRY, playground::ENTRY];
