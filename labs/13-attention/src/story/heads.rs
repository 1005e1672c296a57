//! Heads.

use labkit::{Lesson, Result};

/// The section.
pub fn heads(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
