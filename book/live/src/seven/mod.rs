//! Chapter 7: dropout and batch normalisation.

mod batchnorm;
mod deep;
mod drawn;
mod masks;
mod thinned;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[masks::ENTRY, batchnorm::ENTRY];
