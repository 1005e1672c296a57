//! Borrowed knowledge.

use labkit::{Lesson, Result};

/// The section.
pub fn borrowed(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
