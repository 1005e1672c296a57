//! A block, line by line.

use labkit::{Lesson, Result};

/// The section.
pub fn blocks(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
