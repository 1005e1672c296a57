//! Where it looks.

use labkit::{Lesson, Result};

/// The section.
pub fn looks(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
