//! Two other cures.

use labkit::{Lesson, Result};

/// The section.
pub fn cures(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
