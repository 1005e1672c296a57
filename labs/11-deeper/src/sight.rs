//! Looking into a network, and making pictures by it.
//!
//! - [`network`]: the two networks that are looked into, and what each of their layers makes of a picture
//! - [`maps`]: which pixels an answer hangs on
//! - [`ascent`]: pictures that a unit, or a whole layer, likes
//! - [`style`]: one picture in the style of another
//! - [`canvas`]: what is done to pixels on the way

pub mod ascent;
pub mod canvas;
pub mod maps;
pub mod network;
pub mod style;
