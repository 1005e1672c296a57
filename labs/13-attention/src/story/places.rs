//! Where a word stands.

use labkit::{Lesson, Result};

/// The section.
pub fn places(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
