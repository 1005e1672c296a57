//! How long to think.

use labkit::{Lesson, Result};

/// The section.
pub fn pondering(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
