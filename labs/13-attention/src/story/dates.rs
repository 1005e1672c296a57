//! Dates.

use labkit::{Lesson, Result};

/// The section.
pub fn dates(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
