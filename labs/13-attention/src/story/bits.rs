//! Eight bits.

use labkit::{Lesson, Result};

/// The section.
pub fn bits(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
