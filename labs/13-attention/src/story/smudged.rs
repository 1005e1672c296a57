//! A smudged letter, again.

use labkit::{Lesson, Result};

/// The section.
pub fn smudged(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
