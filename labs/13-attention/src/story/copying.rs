//! A memory with addresses.

use labkit::{Lesson, Result};

/// The section.
pub fn copying(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
