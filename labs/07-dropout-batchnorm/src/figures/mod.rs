//! The drawings of this lesson, one file for each subject.

pub mod rulers;
pub mod sets;
pub mod thinned;

pub use labkit::draw::{At, block, text};

use labkit::{Area, Result, draw, ink};

/// A thin frame.
pub fn frame(area: &Area<'_>, at: At, size: At) -> Result<()> {
    draw::frame(area, at, size, ink::MUTED, 1)
}
