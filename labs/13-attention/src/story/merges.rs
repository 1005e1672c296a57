//! Pairs of letters.

use labkit::{Lesson, Result};

/// The section.
pub fn merges(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
