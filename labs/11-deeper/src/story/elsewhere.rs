//! Opened elsewhere.

use labkit::{Lesson, Result};

/// The section.
pub fn elsewhere(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
