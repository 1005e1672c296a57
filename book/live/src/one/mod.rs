//! Chapter 1: one neuron.

mod neuron;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[neuron::ENTRY];
