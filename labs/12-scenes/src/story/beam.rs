//! The best sentence.

use labkit::{Lesson, Result};

/// The section.
pub fn beam(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
