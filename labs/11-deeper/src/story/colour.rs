//! Colour.

use labkit::{Lesson, Result};

/// The section.
pub fn colour(lesson: &mut Lesson) -> Result<()> {
    lesson.say("TODO");
    Ok(())
}
