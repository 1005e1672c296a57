//! A small GPT.

use labkit::{Lesson, Result};

/// The section.
pub fn writer(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
