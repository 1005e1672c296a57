//! Deep Q.

use labkit::{Lesson, Result};

/// The section.
pub fn deep(lesson: &mut Lesson) -> Result<()> {
    lesson.say("…");
    Ok(())
}
