//! Pictures as words.

use labkit::{Lesson, Result};

/// The section.
pub fn words(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
