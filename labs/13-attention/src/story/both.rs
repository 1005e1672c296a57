//! Encoder and decoder.

use labkit::{Lesson, Result};

/// The section.
pub fn both(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
