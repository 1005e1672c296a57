//! What a unit likes.

use labkit::{Lesson, Result};

/// The section.
pub fn likes(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
