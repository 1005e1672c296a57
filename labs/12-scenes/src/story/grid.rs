//! A grid that answers.

use labkit::{Lesson, Result};

/// The section.
pub fn grid(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
