//! Three ways to break it.

use labkit::{Lesson, Result};

/// The section.
pub fn breaking(lesson: &mut Lesson) -> Result<()> {
    let _ = lesson;
    Ok(())
}
