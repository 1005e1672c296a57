//! Chapter 14: a grid world, the cart and the pole, and a game to play.

mod balance;
mod four;
mod grid;

use crate::Entry;

/// The figures of the chapter.
pub const FIGURES: &[Entry] = &[balance::ENTRY, grid::ENTRY, four::ENTRY];
