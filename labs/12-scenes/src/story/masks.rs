//! Which pixels.

use labkit::{Lesson, Result};

/// The section.
pub fn masks(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
